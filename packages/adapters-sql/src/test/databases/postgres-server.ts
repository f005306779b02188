import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually.js';
import { type Cluster, newCluster, PORT, type PostgresOptions, queryOnce } from './postgres-cluster.js';
import { type Copy, dumpRestore } from './postgres-copy.js';
import { createPostgresDatabase } from './postgres-databases.js';
import { newStandby, type ReplicaOptions } from './postgres-standby.js';

/** A PostgreSQL server of our own, which may be harmed. It ends, and its data go, when this process does. */
export interface PostgresServer {
  /** The cluster, for what needs two of them. */
  readonly cluster: Cluster;
  readonly major: number;
  /** The path of the socket, for a proxy. */
  readonly socket: string;
  /** Connects as a superuser, by a Unix socket. The database `postgres` is always there. */
  url(database?: string): string;
  /** Runs a statement on a connection of its own. */
  query<Row extends object>(text: string, values?: readonly unknown[], database?: string): Promise<Row[]>;
  /**
   * Makes a database, empty or as a copy of another, to which nobody may be connected.
   *
   * @returns its URL
   */
  createDatabase(template?: string): Promise<string>;
  /** Ends it as by the loss of its process, in the middle of whatever it does. `restart` brings it back. */
  crash(): Promise<void>;
  /** Ends it in order, if it runs, and starts it again on the same data. */
  restart(): Promise<void>;
  /** Kills one connection's process, so that PostgreSQL ends all others too and recovers; returns when it has. */
  killBackend(pid: number): Promise<void>;
  /** A hot standby of this server. */
  replica(options?: ReplicaOptions): Promise<PostgresReplica>;
  /** Dumps a database and restores it in another server, under the same name. */
  dumpRestoreInto(other: PostgresServer, copy: Copy): Promise<void>;
  /** Ends it and its replicas, and removes the data. */
  stop(): Promise<void>;
}

export interface PostgresReplica extends PostgresServer {
  /** Goes on receiving, but shows nothing new. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Resolves when it shows whatever the primary has committed up to now. */
  catchUp(): Promise<void>;
  /** Makes it a primary, on a timeline of its own. */
  promote(): Promise<void>;
}

const RECOVERY_MS = 30_000;

async function killBackend(cluster: Cluster, pid: number): Promise<void> {
  // PostgreSQL ends every connection before it recovers: until ours ends, it has not noticed.
  const witness = new Client({ connectionString: cluster.url('postgres') });
  await witness.connect();
  const ended = new Promise((resolve) => witness.once('error', () => {}).once('end', resolve));
  process.kill(pid, 'SIGKILL');
  await ended;
  await eventually(() => queryOnce(cluster.url('postgres'), 'select 1'), RECOVERY_MS);
}

const serverOn = (cluster: Cluster): PostgresServer => {
  const replicas: PostgresReplica[] = [];
  return {
    cluster,
    major: cluster.binaries.major,
    socket: join(cluster.folder, `.s.PGSQL.${PORT}`),
    url: (database = 'postgres') => cluster.url(database),
    query: (text, values, database = 'postgres') => queryOnce(cluster.url(database), text, values),
    createDatabase: (template) => createPostgresDatabase(cluster.url('postgres'), template),
    crash: () => cluster.end('SIGQUIT'),
    async restart() {
      await cluster.end('SIGINT');
      await cluster.start();
    },
    killBackend: (pid) => killBackend(cluster, pid),
    async replica(options = {}) {
      const replica = replicaOn(await newStandby(cluster, options), cluster);
      replicas.push(replica);
      return replica;
    },
    dumpRestoreInto: (other, copy) => dumpRestore(cluster, other.cluster, copy),
    async stop() {
      await Promise.all([cluster.remove(), ...replicas.map((replica) => replica.stop())]);
    },
  };
};

/** Before 14 it cannot be asked whether it is paused already. */
const isPaused = (major: number) =>
  major >= 14 ? "pg_get_wal_replay_pause_state() = 'paused'" : 'pg_is_wal_replay_paused()';

const replicaOn = (cluster: Cluster, primary: Cluster): PostgresReplica => {
  const server = serverOn(cluster);
  return {
    ...server,
    async pauseReplay() {
      await server.query('select pg_wal_replay_pause()');
      await eventually(async () => {
        const paused = await server.query(`select where ${isPaused(server.major)}`);
        if (paused.length === 0) throw new Error('the replay is not paused yet');
      }, RECOVERY_MS);
    },
    async resumeReplay() {
      await server.query('select pg_wal_replay_resume()');
    },
    async catchUp() {
      const now = 'select pg_current_wal_insert_lsn()::text as lsn';
      const [written] = await queryOnce<{ lsn: string }>(primary.url('postgres'), now);
      await eventually(async () => {
        const reached = 'select where pg_last_wal_replay_lsn() >= $1::pg_lsn';
        if ((await server.query(reached, [written?.lsn])).length === 0)
          throw new Error('the replica is behind');
      }, RECOVERY_MS);
    },
    async promote() {
      await server.query('select pg_promote(true)');
    },
  };
};

/** Starts an empty server: installed programs, else those of the npm package. */
export const startPostgres = async (options: PostgresOptions = {}): Promise<PostgresServer> =>
  serverOn(await newCluster(options));
