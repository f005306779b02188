import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, UnitOfWork } from '@kith/core';
import knex, { type Knex } from 'knex';
import { openSqlStore, type SqlStore } from '../index.js';
import { SqliteClient } from '../sqlite/client.js';

const random = { fraction: () => 0.5 };

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-sqlite-'));
  folders.push(folder);
  return folder;
}

/** A SQLite file of its own, in a folder of its own. */
export interface SqliteFile {
  readonly path: string;
  readonly url: string;
  open(clock: Clock, options?: Partial<Parameters<typeof openSqlStore>[0]>): Promise<SqlStore>;
  /** Looks at the file, or writes to it, past the store: a second process. */
  aside<T>(look: (db: Knex) => Promise<T>): Promise<T>;
}

export function sqliteFile(): SqliteFile {
  const folder = temporaryFolder();
  const path = join(folder, 'kith.db');
  const url = `sqlite:${path}`;
  return {
    path,
    url,
    open: (clock, options) => openSqlStore({ url, clock, random, migrate: true, ...options }),
    async aside(look) {
      const db = knex({ client: SqliteClient, connection: { filename: path }, useNullAsDefault: true });
      try {
        return await look(db);
      } finally {
        await db.destroy();
      }
    },
  };
}

/** What the contract suites want of a store. */
interface StoreOnFile {
  readonly unitOfWork: UnitOfWork;
  close(): Promise<void>;
  reopen(): Promise<StoreOnFile>;
  backup(): Promise<() => Promise<StoreOnFile>>;
  countRows(): Promise<number>;
}

export function openSqliteFile(clock: Clock): Promise<StoreOnFile> {
  return testStore(sqliteFile(), clock);
}

/** A store that is gone when it is closed. */
export async function openSqliteInMemory(clock: Clock): Promise<StoreOnFile> {
  const { unitOfWork, close } = await openSqlStore({ url: 'sqlite::memory:', clock, random, migrate: true });
  const gone = () => Promise.reject(new Error('what was in memory is gone'));
  return { unitOfWork, close, reopen: gone, backup: gone, countRows: gone };
}

async function testStore(file: SqliteFile, clock: Clock): Promise<StoreOnFile> {
  const { unitOfWork, close } = await file.open(clock);
  return {
    unitOfWork,
    close,
    reopen: () => testStore(file, clock),
    async backup() {
      const copy = join(temporaryFolder(), 'backup.db');
      await file.aside((db) => db.raw('vacuum into ?', [copy]));
      return () => {
        for (const rest of ['-wal', '-shm']) rmSync(`${file.path}${rest}`, { force: true });
        copyFileSync(copy, file.path);
        return testStore(file, clock);
      };
    },
    countRows: () => file.aside(countRows),
  };
}

async function countRows(db: Knex): Promise<number> {
  const tables: readonly string[] = await db('sqlite_master').where({ type: 'table' }).pluck('name');
  let sum = 0;
  for (const table of tables) {
    const [row] = await db(table).count<{ count: number }[]>({ count: '*' });
    sum += row?.count ?? 0;
  }
  return sum;
}
