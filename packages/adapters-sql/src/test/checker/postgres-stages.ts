import { Client } from 'pg';
import { databaseName } from '../databases/database-url.js';
import { queryOnce } from '../databases/postgres-cluster.js';
import { type PostgresServer, startPostgres } from '../databases/postgres-server.js';
import { startTcpProxy } from '../databases/tcp-proxy.js';
import { crashBusy, goBack } from './moves.js';
import type { Fault, Stage } from './scenario.js';
import { migrate, renewClock } from './schema.js';

/** The write-ahead log goes to the disk with commits alone: a crash takes what only aborted transactions wrote. */
const settings = { wal_writer_delay: '10000ms' };

type Settings = Readonly<Record<string, string>>;

const startServer = (more: Settings = {}) =>
  startPostgres({ durable: true, settings: { ...settings, ...more } });

function stageOn(
  servers: readonly PostgresServer[],
  place: Stage['place'],
  more: Partial<Pick<Stage, 'fault' | 'settle' | 'stop'>> = {},
): Stage {
  return {
    place,
    async breakRenewal(broken) {
      const { url } = place();
      const [row] = await queryOnce<{ text: string }>(
        url,
        "select pg_get_functiondef('version_clock_renew'::regproc) as text",
      );
      await queryOnce(url, broken(row?.text ?? ''));
    },
    // Each by itself: one that was a replica once is a server of its own now.
    async stop() {
      await more.stop?.();
      for (const { cluster } of servers) await cluster.remove();
    },
    ...(more.fault && { fault: more.fault }),
    ...(more.settle && { settle: more.settle }),
  };
}

/** One server. */
export async function single(fault?: (server: PostgresServer) => Fault, more?: Settings): Promise<Stage> {
  const server = await startServer(more);
  const url = await server.createDatabase();
  return stageOn([server], () => ({ url }), fault && { fault: fault(server) });
}

/** A transaction of somebody else's that has a number, and does nothing with it. It may end with the server. */
async function openTransaction(server: PostgresServer): Promise<Client> {
  const client = new Client({ connectionString: server.url() });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin; select pg_current_xact_id()');
  return client;
}

/** Uses up numbers, for transactions that come to nothing. */
const useUp = (server: PostgresServer, count: number) =>
  server.query('begin; select pg_current_xact_id(); rollback;'.repeat(count));

export const holdTransaction =
  (server: PostgresServer): Fault =>
  async (run) => {
    const client = await openTransaction(server);
    await run.commands(Math.ceil((run.interval * 2) / 3));
    await client.end();
  };

/** Every second time, nothing is under way but transactions that come to nothing: their numbers come back afterwards. */
const crashing =
  (server: PostgresServer, crash: () => Promise<void>): Fault =>
  async (run, number) => {
    if (number % 2 === 1) return crashBusy(run, crash);
    await run.pause();
    await useUp(server, 200);
    await run.everybodySyncs();
    await crash();
    run.resume();
  };

export const crash = (server: PostgresServer): Fault =>
  crashing(server, async () => {
    await server.crash();
    await server.restart();
  });

export const killBackend = (server: PostgresServer): Fault =>
  crashing(server, async () => {
    const [backend] = await server.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'kith' order by random() limit 1",
    );
    if (backend) await server.killBackend(backend.pid);
  });

/**
 * A server and its replica, whose replay is paused again and again.
 *
 * @param options.renewing every second time the clock is renewed by hand meanwhile, which the replica does not know
 */
export async function withReplica({ renewing }: { readonly renewing: boolean }): Promise<Stage> {
  const server = await startServer();
  const url = await server.createDatabase();
  const replica = await server.replica();
  const replicaUrl = replica.url(databaseName(url));
  return stageOn([server, replica], () => ({ url, replicaUrl }), {
    async fault(run, number) {
      await replica.pauseReplay();
      if (renewing && number % 2 === 1) await renewClock(url);
      await run.commands(Math.ceil(run.interval / 2));
      await replica.resumeReplay();
    },
    settle: () => replica.catchUp(),
  });
}

/** A server and its replica, which takes its place when it is lost; then it has a replica again. */
export async function failingOver({ synchronous }: { readonly synchronous: boolean }): Promise<Stage> {
  const servers: PostgresServer[] = [];
  let primary = await startServer();
  const name = databaseName(await primary.createDatabase());
  let follower = await followed(primary);
  servers.push(primary, follower.replica);

  async function followed(server: PostgresServer) {
    const stream = await startTcpProxy({ path: server.socket });
    return { stream, replica: await server.replica({ via: stream, synchronous }) };
  }
  async function takeOver() {
    const { stream, replica } = follower;
    await primary.crash();
    stream.reset();
    await replica.promote();
    await stream.close();
    // Somebody else's: when Kith comes, numbers are above those of the writes that were lost.
    await useUp(replica, 2_000);
    primary = replica;
    follower = await followed(primary);
    servers.push(follower.replica);
  }
  const lagging: Fault = async (run, number) => {
    await follower.replica.catchUp();
    follower.stream.stall('to client');
    // Then clients see rows above the horizon, which are lost too.
    if (number % 2 === 1) await openTransaction(primary);
    await goBack(run, takeOver);
  };
  const inStep: Fault = async (run) => {
    await crashBusy(run, async () => {
      await takeOver();
      await run.fleet.kill();
      await run.fleet.start();
    });
  };
  return stageOn(servers, () => ({ url: primary.url(name) }), {
    fault: synchronous ? inStep : lagging,
    stop: () => follower.stream.close(),
  });
}

/** A dump is taken while the server runs; later it is restored into a new cluster, which takes the server's place. */
export async function restoring(): Promise<Stage> {
  let server = await startServer();
  const servers = [server];
  let url = await server.createDatabase();
  return stageOn(servers, () => ({ url }), {
    async fault(run) {
      const next = await startServer();
      servers.push(next);
      const database = databaseName(url);
      await server.dumpRestoreInto(next, { database, layTables: migrate });
      await goBack(run, async () => {
        server = next;
        url = next.url(database);
      });
    },
  });
}
