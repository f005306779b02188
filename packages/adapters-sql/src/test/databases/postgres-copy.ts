import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Cluster, queryOnce } from './postgres-cluster.js';
import { giveToServer, runAsServer } from './server-user.js';

/** A database of one cluster that becomes the database of the same name of another. */
export interface Copy {
  readonly database: string;
  /** Lays the empty tables in the new database, where the programs that copy them too are missing. */
  readonly layTables: (url: string) => Promise<void>;
}

const TABLES = `
  select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') order by 1`;

const SEQUENCES = `
  select format('%I.%I', schemaname, sequencename) as name, last_value as value from pg_sequences
  where last_value is not null order by 1`;

interface Named {
  readonly name: string;
}
interface Sequence extends Named {
  readonly value: string;
}

/** Both servers run on this machine as the same user, so that the one reads what the other wrote. */
async function copyRows(from: Cluster, to: Cluster, { database, layTables }: Copy): Promise<void> {
  await layTables(to.url(database));
  const files = join(from.folder, 'copy');
  mkdirSync(files);
  giveToServer(files);
  const reader = new Client({ connectionString: from.url(database) });
  const writer = new Client({ connectionString: to.url(database) });
  await Promise.all([reader.connect(), writer.connect()]);
  try {
    await reader.query('begin isolation level repeatable read, read only');
    const { rows: tables } = await reader.query<Named>(TABLES);
    const { rows: sequences } = await reader.query<Sequence>(SEQUENCES);
    await writer.query('begin');
    // Tables refer to each other: their keys are not checked while they are filled.
    await writer.query('set local session_replication_role = replica');
    await writer.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
    for (const [number, { name }] of tables.entries()) {
      await reader.query(`copy ${name} to '${join(files, String(number))}'`);
      await writer.query(`copy ${name} from '${join(files, String(number))}'`);
    }
    for (const { name, value } of sequences)
      await writer.query('select setval($1::regclass, $2::bigint)', [name, value]);
    await writer.query('commit');
  } finally {
    await Promise.all([reader.end(), writer.end()]);
    await rm(files, { recursive: true });
  }
}

/** Dumps a database and restores it in another cluster, where it must not be yet. */
export async function dumpRestore(from: Cluster, to: Cluster, copy: Copy): Promise<void> {
  const { database } = copy;
  await queryOnce(to.url('postgres'), `create database "${database}"`);
  const [dump, restore] = [from.binaries.find('pg_dump'), to.binaries.find('pg_restore')];
  if (dump === null || restore === null) return await copyRows(from, to, copy);
  const file = join(from.folder, 'dump');
  await runAsServer(dump, ['--format=custom', `--file=${file}`, `--dbname=${from.url(database)}`]);
  await runAsServer(restore, ['--exit-on-error', `--dbname=${to.url(database)}`, file]);
  await rm(file);
}
