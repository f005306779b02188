// Kith as it is deployed: a server and a relay on PostgreSQL, RongCloud and an SMS provider beside them, each a process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres } from '../bench/parts.mjs';
import { n3dIdCodec } from '../packages/core/dist/index.js';
import { startProcess } from '../scripts/process.mjs';
import { node } from '../scripts/run.mjs';
import { smsInbox } from './sms-inbox.mjs';

const place = (file) => fileURLToPath(new URL(file, import.meta.url));
const cli = place('../packages/server/dist/cli.js');
const n3dKey = '11EdDIaqpcim';
const app = { key: 'e2e-app-key', secret: 'e2e-app-secret' };
const secret = 'only for this run on this machine';

/** @returns the parts of it, and `stop` */
export async function newWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'kith-e2e-'));
  const ends = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const postgres = await startPostgres({ settings: { autovacuum: 'on' } });
    ends.push(() => postgres.stop());
    const databaseUrl = await postgres.createDatabase();
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    ends.push(() => pool.end());

    const rongCloud = await startRongCloud(join(folder, 'rongcloud.jsonl'));
    ends.push(() => rongCloud.kill());
    const sms = await smsInbox();
    ends.push(() => sms.stop());

    const environment = {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      KITH_AUTH_KEYS: secret,
      KITH_DIGEST_KEY: secret,
      KITH_N3D_KEY: n3dKey,
      KITH_LOG_LEVEL: 'fatal',
      KITH_RELAY: 'false',
      KITH_RONGCLOUD_APP_KEY: app.key,
      KITH_RONGCLOUD_APP_SECRET: app.secret,
      KITH_RONGCLOUD_URL: rongCloud.url,
      ...sms.environment,
      ...unlimited,
    };
    const kith = (...args) => node(cli, args, { env: environment });
    await kith('migrate');
    const server = await startProcess(cli, ['serve'], environment);
    ends.push(() => server.stop());
    const relay = restartable(() => startProcess(cli, ['relay'], environment, /relays/));
    await relay.start();
    ends.push(() => relay.kill());

    return {
      server: server.url,
      relay,
      rongCloud,
      sms,
      kith,
      query: async (text) => (await pool.query(text)).rows,
      encode: (id) => n3dIdCodec(n3dKey).encode(Number(id)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** All people here have one address, and numbers beside one another. */
const unlimited = {
  KITH_CODES_PER_ADDRESS: '1000000',
  KITH_ATTEMPTS_PER_ADDRESS: '1000000',
  KITH_SMS_PER_HOUR: '1000000',
  KITH_SMS_PER_PREFIX_HOUR: '1000000',
};

/** A process that is killed and started again. */
function restartable(begin) {
  let running = null;
  return {
    async start() {
      running = await begin();
      return running.url;
    },
    async kill() {
      await running?.kill();
      running = null;
    },
  };
}

/** RongCloud does not forget what it said yes to when it is killed, and comes back where it was. */
async function startRongCloud(file) {
  let port = '0';
  const { start, kill } = restartable(() =>
    startProcess(place('../scripts/fake-rongcloud.mjs'), [
      ...['--port', port, '--file', file],
      ...['--app-key', app.key, '--app-secret', app.secret],
    ]),
  );
  const url = await start();
  port = new URL(url).port;

  const control = async (method, path, body) => {
    const answer = await fetch(`${url}/_fake/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`the fake RongCloud answered ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    url,
    start,
    kill,
    state: () => control('GET', 'state'),
    trouble: (trouble) => control('POST', 'misbehave', trouble),
    behave: () => control('POST', 'behave'),
  };
}
