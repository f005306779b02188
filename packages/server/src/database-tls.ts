import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError, type Environment } from './environment.js';

const files = {
  ca: 'KITH_DATABASE_TLS_CA',
  cert: 'KITH_DATABASE_TLS_CERT',
  key: 'KITH_DATABASE_TLS_KEY',
} as const satisfies Partial<Record<keyof ConnectionOptions, keyof Environment>>;

/** How connections to the database are encrypted; undefined: not at all. @throws ConfigError for files that cannot be read */
export function databaseTls(environment: Environment): ConnectionOptions | undefined {
  if (environment.KITH_DATABASE_TLS === 'off') return undefined;
  const problems: string[] = [];
  const contents = Object.entries(files).flatMap(([option, name]) => {
    const file = environment[name];
    if (file === undefined) return [];
    try {
      return [[option, readFileSync(file, 'utf8')] as const];
    } catch (error) {
      problems.push(`${name}: ${file} cannot be read (${codeOf(error)})`);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { rejectUnauthorized: environment.KITH_DATABASE_TLS === 'verify', ...Object.fromEntries(contents) };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
