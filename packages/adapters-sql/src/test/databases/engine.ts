import { type DatabaseServer, missingEverywhere, type Source, startFirst } from './source.js';

/** A database of one suite's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A kind of database, of which this run has one server, started when it is first wanted. */
export interface Engine {
  readonly name: string;
  /** Why there is no server here, or null. Where the tests may not do without one, null: `create` then throws. */
  readonly missing: string | null;
  /**
   * Makes an empty database.
   *
   * @throws Error that says what was tried, if no server can be started
   */
  create(): Promise<TestDatabase>;
  /** Drops what was not dropped, and ends the server, if it was started. */
  stop(): Promise<void>;
}

interface EngineOptions {
  readonly name: string;
  /** Tried in this order. */
  readonly sources: readonly Source[];
  /** Whether the tests may be skipped without it. */
  readonly optional: boolean;
  readonly create: (server: string) => Promise<string>;
  readonly drop: (url: string, server: string) => Promise<void>;
}

export async function newEngine({ name, sources, optional, create, drop }: EngineOptions): Promise<Engine> {
  let starting: Promise<DatabaseServer> | null = null;
  const left = new Set<string>();
  return {
    name,
    missing: optional ? await missingEverywhere(sources) : null,
    async create() {
      starting ??= startFirst(sources);
      const server = await starting;
      const url = await create(server.url);
      left.add(url);
      return {
        url,
        async drop() {
          left.delete(url);
          await drop(url, server.url);
        },
      };
    },
    async stop() {
      const server = await starting?.catch(() => null);
      starting = null;
      if (!server) return;
      for (const url of left) await drop(url, server.url);
      await server.stop();
    },
  };
}
