import { Container, ContainerModule, type ContainerModuleLoadOptions } from 'inversify';

type Key<S> = Extract<keyof S, string>;
type Closer = () => void | Promise<void>;
type Close<T> = (instance: T) => void | Promise<void>;

/** What a module binds with. All is made once, when it is first needed. */
export interface Binder<S> {
  value<K extends Key<S>>(key: K, value: S[K]): void;
  /**
   * @param make is given the services named in `needs`, by their keys
   * @param close is called when the container closes, if the service was ever made
   */
  singleton<K extends Key<S>, N extends Key<S>>(
    key: K,
    needs: readonly N[],
    make: (needed: Pick<S, N>) => S[K] | Promise<S[K]>,
    close?: Close<S[K]>,
  ): void;
  /** An `@injectable` class; its constructor asks for other services by `@inject(serviceId(key))`. */
  class<K extends Key<S>>(key: K, type: new (...args: never[]) => S[K], close?: Close<S[K]>): void;
}

/** Binds some services of `S`. */
export interface ServiceModule<S> {
  readonly load: (bind: Binder<S>) => void;
}

/** Services that make one another when they are first asked for. */
export interface Wiring<S> {
  /** Rejects once the container is closed. */
  get<K extends Key<S>>(key: K): Promise<S[K]>;
  /** Closes what was made, the newest first, so that nothing loses what it still needs. Again: does nothing. */
  close(): Promise<void>;
}

/** Gives `module(bind => …)` for the services of `S`: a wrong key, type or need does not compile. */
export const serviceModule =
  <S>() =>
  (load: (bind: Binder<S>) => void): ServiceModule<S> => ({ load });

/** What the container knows a service by. */
export const serviceId = (key: string): symbol => Symbol.for(`kith:${key}`);

/**
 * Puts modules together. A later module's binding takes the place of an earlier one's.
 *
 * @throws Error naming every service that is needed and bound by nobody, or bound twice in one module
 */
export function wire<S>(...modules: readonly ServiceModule<S>[]): Wiring<S> {
  const container = new Container();
  const closers: Closer[] = [];
  const needs = new Map<string, readonly string[]>();
  for (const module of modules) container.load(bindings(module, closers, needs));
  requireAll(needs);

  let closing: Promise<void> | undefined;
  return {
    get: async (key) => {
      if (closing) throw new Error(`The container is closed: ${key} cannot be had any more.`);
      return container.getAsync(serviceId(key));
    },
    // Inversify's own way of closing starts all at once, so it is not used.
    close: () => {
      closing ??= closeAll(closers);
      return closing;
    },
  };
}

/** One module of ours as one of Inversify's; what each service needs is noted in `needs`. */
function bindings<S>(
  module: ServiceModule<S>,
  closers: Closer[],
  needs: Map<string, readonly string[]>,
): ContainerModule {
  const closeLater = <T>(instance: T, close: Close<T> | undefined): T => {
    if (close) closers.push(() => close(instance));
    return instance;
  };

  return new ContainerModule((options) => {
    const mine = new Set<string>();
    const bind = (key: string, keys: readonly string[]) => {
      if (mine.has(key)) throw new Error(`The service ${key} is bound twice in one module.`);
      mine.add(key);
      needs.set(key, keys);
      return bindOrReplace(options, serviceId(key));
    };

    module.load({
      value: (key, value) => {
        bind(key, []).toConstantValue(value);
      },
      singleton: (key, keys, make, close) => {
        // Inversify hands over a list in the order of `keys`; `make` wants them by name.
        const factory = async (...instances: unknown[]): Promise<unknown> => {
          const named = Object.fromEntries(keys.map((name, index) => [name, instances[index]]));
          return closeLater(await make(named as Parameters<typeof make>[0]), close);
        };
        bind(key, keys).toResolvedValue(factory, keys.map(serviceId)).inSingletonScope();
      },
      class: (key, type, close) => {
        bind(key, [])
          .to(type as new (...args: unknown[]) => unknown)
          .inSingletonScope()
          .onActivation((_context, instance) => closeLater(instance as InstanceType<typeof type>, close));
      },
    });
  });
}

const bindOrReplace = ({ bind, isBound, rebind }: ContainerModuleLoadOptions, id: symbol) =>
  isBound(id) ? rebind(id) : bind(id);

function requireAll(needs: ReadonlyMap<string, readonly string[]>): void {
  const missing = new Map<string, string[]>();
  for (const [key, needed] of needs)
    for (const name of needed) if (!needs.has(name)) missing.set(name, [...(missing.get(name) ?? []), key]);
  if (missing.size === 0) return;
  const list = [...missing].map(([name, by]) => `${name} (needed by ${by.join(', ')})`);
  throw new Error(`No module binds ${list.join('; ')}.`);
}

/** One that fails does not keep the others open. */
async function closeAll(closers: Closer[]): Promise<void> {
  const failures: unknown[] = [];
  for (let close = closers.pop(); close; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
}
