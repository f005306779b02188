import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually.js';
import { type Cluster, clusterOn, dataOf, PORT, queryOnce, SUPERUSER } from './postgres-cluster.js';
import { giveToServer, runAsServer, serverFolder } from './server-user.js';

export interface ReplicaOptions {
  /** Commits of the primary wait for it, from now on, for whoever has `synchronous_commit` on. */
  readonly synchronous?: boolean;
  /** Where it reaches its primary, if not directly: a proxy that can hold up the stream. */
  readonly via?: { readonly host: string; readonly port: number };
}

const STREAMING_MS = 30_000;

/** What belongs to the server that runs on the data, not to the data. */
const NOT_DATA = ['postmaster.pid', 'postmaster.opts'];

/** How a backup is begun and ended by SQL: renamed in PostgreSQL 15. */
const backupCalls = (major: number) =>
  major >= 15
    ? {
        begin: "select pg_backup_start('standby', true)",
        end: 'select labelfile from pg_backup_stop(false)',
      }
    : {
        begin: "select pg_start_backup('standby', true, false)",
        end: 'select labelfile from pg_stop_backup(false, false)',
      };

const write = (file: string, text: string): void => {
  writeFileSync(file, text);
  giveToServer(file);
};

/** What pg_basebackup does, for an installation without it. */
async function copyByHand(primary: Cluster, data: string): Promise<void> {
  const { begin, end } = backupCalls(primary.binaries.major);
  const session = new Client({ connectionString: primary.url('postgres') });
  await session.connect();
  try {
    await session.query(begin);
    await runAsServer('cp', ['-a', dataOf(primary.folder), data]);
    const { rows } = await session.query<{ labelfile: string }>(end);
    write(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
    for (const file of NOT_DATA) rmSync(join(data, file), { force: true });
  } finally {
    await session.end();
  }
}

async function copyBase(primary: Cluster, data: string): Promise<void> {
  const program = primary.binaries.find('pg_basebackup');
  if (program === null) return await copyByHand(primary, data);
  const from = ['-h', primary.folder, '-p', String(PORT), '-U', SUPERUSER];
  await runAsServer(program, ['-D', data, ...from, '-X', 'stream', '-c', 'fast', '--no-sync']);
}

const untilItStreams = (primary: Cluster, name: string): Promise<void> =>
  eventually(async () => {
    const wanted = "select from pg_stat_replication where application_name = $1 and state = 'streaming'";
    const rows = await queryOnce(primary.url('postgres'), wanted, [name]);
    if (rows.length === 0) throw new Error('the replica does not stream');
  }, STREAMING_MS);

const waitForIt = async (primary: Cluster, name: string): Promise<void> => {
  const url = primary.url('postgres');
  await queryOnce(url, `alter system set synchronous_standby_names = '"${name}"'`);
  await queryOnce(url, 'select pg_reload_conf()');
  await eventually(async () => {
    const wanted = "select from pg_stat_replication where application_name = $1 and sync_state = 'sync'";
    const rows = await queryOnce(url, wanted, [name]);
    if (rows.length === 0) throw new Error('the replica is not synchronous');
  }, STREAMING_MS);
};

/** Copies a running cluster and starts the copy as its hot standby; returns when it streams. */
export async function newStandby(primary: Cluster, options: ReplicaOptions): Promise<Cluster> {
  const { synchronous = false, via = { host: primary.folder, port: PORT } } = options;
  const folder = serverFolder();
  const name = basename(folder);
  const standby = clusterOn(folder, primary.binaries, primary.settings);
  try {
    await copyBase(primary, dataOf(folder));
    write(join(dataOf(folder), 'standby.signal'), '');
    const address = `host=${via.host} port=${via.port} user=${SUPERUSER} application_name=${name}`;
    appendFileSync(join(dataOf(folder), 'postgresql.auto.conf'), `primary_conninfo = '${address}'\n`);
    await standby.start();
    await untilItStreams(primary, name);
    if (synchronous) await waitForIt(primary, name);
    return standby;
  } catch (error) {
    await standby.remove();
    throw error;
  }
}
