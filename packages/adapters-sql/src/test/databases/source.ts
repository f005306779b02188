/** A server on which test databases can be made. */
export interface DatabaseServer {
  /** Of any database of the server, as a user who may create others. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A way to such a server. */
export interface Source {
  /** Why there is none to be had this way, or null. */
  missing(): Promise<string | null>;
  start(): Promise<DatabaseServer>;
}

/** A server that is running somewhere, named by an environment variable. */
export const givenBy = (variable: string, environment = process.env): Source => ({
  missing: async () => (environment[variable] ? null : `${variable} is not set`),
  start: async () => ({ url: environment[variable] ?? '', stop: async () => {} }),
});

/** Why there is no server to be had in any of these ways, or null. */
export async function missingEverywhere(sources: readonly Source[]): Promise<string | null> {
  const reasons: string[] = [];
  for (const source of sources) {
    const reason = await source.missing();
    if (reason === null) return null;
    reasons.push(reason);
  }
  return reasons.join('; ');
}

/**
 * Starts a server in the first way that works.
 *
 * @throws Error with the reason for each way that does not
 */
export async function startFirst(sources: readonly Source[]): Promise<DatabaseServer> {
  const reasons: string[] = [];
  for (const source of sources) {
    const reason = await source.missing();
    if (reason !== null) {
      reasons.push(reason);
      continue;
    }
    try {
      return await source.start();
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(['No database server for the tests:', ...reasons].join('\n- '));
}
