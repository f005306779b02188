import { type Config, readConfig } from '../config.js';
import { ConfigError } from '../environment.js';

/** A configuration for tests: a database in memory, any free port, secrets that are always the same. */
export const configOf = (variables: NodeJS.ProcessEnv = {}): Config =>
  readConfig({ ...testVariables, NODE_ENV: 'development', ...variables });

export const testVariables = {
  PORT: '0',
  DATABASE_URL: 'sqlite::memory:',
  KITH_AUTH_KEYS: 'an authentication key for the tests',
  KITH_N3D_KEY: '11EdDIaqpcim',
  KITH_DIGEST_KEY: 'a key of digests for all of the tests',
} as const;

/** What is wrong with a configuration of production. */
export function problemsOf(variables: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig({ ...testVariables, NODE_ENV: 'production', ...variables });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
