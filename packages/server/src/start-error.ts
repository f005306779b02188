import type { Config } from './config.js';

/** It cannot start, for a reason outside the program; the message says which, in one line. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is not a known host',
};

/** A failure to listen, in words; any other as it is. */
export function listenErrorOf(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const refusal = refusals[codeOf(error)];
  return refusal ? new StartError(`Cannot listen: ${host}:${port} ${refusal}.`, { cause: error }) : error;
}

/** A failure to open the database, in words; any other as it is. */
export function databaseErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SqlStoreError') return error;
  const hint = codeOf(error) === 'schema-older' ? ' Run kith migrate, or kith serve --migrate.' : '';
  return new StartError(`${error.message}${hint}`, { cause: error });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
