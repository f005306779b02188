import type {
  ChangeSet,
  Clock,
  PullOptions,
  ReadSession,
  UnitOfWork,
  UserId,
  Version,
  WriteSession,
} from '@kith/core';
import { noVersion } from '@kith/core';
import fc from 'fast-check';
import { type Builders, builders } from './builders.js';
import { type FakeClock, fakeClock } from './fake-clock.js';
import type { TestApi } from './test-api.js';

/** A store to run suites on, as an adapter's tests provide it. */
export interface TestStore {
  readonly unitOfWork: UnitOfWork;
  /** Ends it, as a process that stops. May be called again. */
  close(): Promise<void>;
  /** A process that starts on the same data, after `close`. */
  reopen(): Promise<TestStore>;
  /** Keeps a copy of the data. What it returns gives a store with these data, after `close`. */
  backup(): Promise<() => Promise<TestStore>>;
  /** How many rows the store holds, those of every table. */
  countRows(): Promise<number>;
}

/** Opens an empty store of its own for each call. */
export type OpenStore = (clock: Clock) => Promise<TestStore>;

/** In what stores may differ, and keep their promises. */
export interface StoreTraits {
  /** After a restored backup all clients are reset: it cannot be told who saw what is gone. */
  readonly wholePast?: boolean;
}

/** One test's store with what tests do to it. */
export interface World {
  readonly clock: FakeClock;
  readonly given: Builders;
  readonly unitOfWork: UnitOfWork;
  read<T>(work: (session: ReadSession) => Promise<T>): Promise<T>;
  write<T>(work: (session: WriteSession) => Promise<T>): Promise<T>;
  /** A sync from a version on, or from a former answer; from nothing when none is given. */
  pull(
    me: UserId,
    since?: Version | Pick<ChangeSet, 'version' | 'era'>,
    options?: PullOptions,
  ): Promise<ChangeSet>;
  /** Stops, and starts again on the same data. */
  restart(): Promise<void>;
  /** What it returns throws away what came after. */
  backup(): Promise<() => Promise<void>>;
  countRows(): Promise<number>;
}

/** Defines tests that get a store each. */
export const testsOn =
  ({ it }: TestApi, open: OpenStore) =>
  (title: string, body: (world: World) => Promise<void>): unknown =>
    it(title, () => inWorld(open, body));

/** Defines properties that get a store for each run. */
export const propertiesOn =
  ({ it }: TestApi, open: OpenStore, parameters: { readonly numRuns: number; readonly seed?: number }) =>
  <Value>(
    title: string,
    values: fc.Arbitrary<Value>,
    body: (world: World, value: Value) => Promise<void>,
  ): unknown =>
    it(title, () =>
      fc.assert(
        fc.asyncProperty(values, (value) => inWorld(open, (world) => body(world, value))),
        parameters,
      ),
    );

async function inWorld(open: OpenStore, body: (world: World) => Promise<void>): Promise<void> {
  const clock = fakeClock();
  let store = await open(clock);
  const replaceBy = async (next: () => Promise<TestStore>) => {
    await store.close();
    store = await next();
  };
  const unitOfWork: UnitOfWork = {
    read: (work) => store.unitOfWork.read(work),
    write: (work) => store.unitOfWork.write(work),
  };
  try {
    await body({
      ...unitOfWork,
      clock,
      unitOfWork,
      given: builders(unitOfWork, clock),
      pull: (me, since = noVersion, options) =>
        unitOfWork.read(({ changes }) =>
          changes.pull(me, typeof since === 'number' ? { since, era: null } : positionOf(since), options),
        ),
      restart: () => replaceBy(() => store.reopen()),
      async backup() {
        const restore = await store.backup();
        return () => replaceBy(restore);
      },
      countRows: () => store.countRows(),
    });
  } finally {
    await store.close();
  }
}

const positionOf = ({ version, era }: Pick<ChangeSet, 'version' | 'era'>) => ({ since: version, era });
