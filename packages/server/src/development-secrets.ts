import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { n3dIdCodec } from '@kith/core';
import { z } from 'zod';
import { isSqlite } from './database-environment.js';
import { ConfigError } from './environment.js';

export interface Secrets {
  /** Of the session tokens: the first signs, all are accepted. */
  readonly authKeys: readonly string[];
  /** Of the ids on the wire. */
  readonly n3dKey: string;
  /** Of the digests that codes and tokens are stored as. */
  readonly digestKey: string;
}

const fileSchema = z.object({
  authKeys: z.array(z.string()).min(1),
  n3dKey: z.string(),
  digestKey: z.string(),
});

/**
 * Secrets nobody has to set: made up once and kept in a file beside the database, readable by its owner alone, so that
 * cookies, ids and codes outlive a restart: in `./data` where the database is a server. A database in memory gets new ones each time.
 *
 * @throws ConfigError when the file cannot be read or written
 */
export function developmentSecrets(databaseUrl: string): Secrets {
  const file = secretsFile(databaseUrl);
  if (file === null) return newSecrets();
  try {
    if (!existsSync(file)) keep(file, newSecrets());
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const damaged = error instanceof z.ZodError || error instanceof SyntaxError;
    const reason = damaged ? 'its content is damaged' : reasonOf(error);
    throw new ConfigError([
      `${file}, the secrets of development beside the database, cannot be used: ${reason}`,
    ]);
  }
}

const fileName = 'dev-secrets.json';

function secretsFile(databaseUrl: string): string | null {
  if (!isSqlite(databaseUrl)) return join('data', fileName);
  const path = databaseUrl.replace(/^sqlite:(?:\/\/)?/, '');
  return path === ':memory:' ? null : join(dirname(path), fileName);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function keep(file: string, secrets: Secrets): void {
  makeFolder(dirname(file));
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

/** Not by `recursive`: Node tries that for ever where the system denies a folder in one that is there, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

const newSecrets = (): Secrets => ({
  authKeys: [randomBytes(32).toString('base64url')],
  n3dKey: newN3dKey(),
  digestKey: randomBytes(32).toString('base64url'),
});

/** Some keys are refused, few enough to try again. */
function newN3dKey(): string {
  for (;;) {
    const key = randomBytes(9).toString('base64url');
    try {
      n3dIdCodec(key);
      return key;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}
