import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rules } from '@kith/core';
import {
  inMemoryImGateway,
  inMemoryPasswordHasher,
  inMemoryRandom,
  inMemoryRateLimiter,
  inMemorySmsVerifier,
} from '@kith/core/in-memory';
import { type ApiHost, apiSuite, fakeClock } from '@kith/testing';
import { readConfig } from './config.js';
import { module } from './container/services.js';
import { startServer } from './start-server.js';

const allowedOrigin = 'https://chat.example.com';
const key = 'a key of the API suite that is as long as keys must be';

const environment = (folder: string) => ({
  NODE_ENV: 'development',
  PORT: '0',
  DATABASE_URL: `sqlite:${join(folder, 'kith.db')}`,
  KITH_AUTH_KEYS: key,
  KITH_DIGEST_KEY: key,
  KITH_N3D_KEY: '11EdDIaqpcim',
  KITH_CORS_ORIGINS: allowedOrigin,
  KITH_LOG_LEVEL: 'silent',
});

/** In memory where there is such a place: each commit waits for the disk, which is not what is tested here. */
const ramFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The whole server on SQLite. Not its own are time, the SMS, the IM cloud, and what would take long on purpose. */
async function startOnSqlite(rules: Partial<Rules>): Promise<ApiHost> {
  const folder = await mkdtemp(join(ramFolder, 'kith-api-'));
  const config = readConfig(environment(folder));
  const clock = fakeClock();
  const smsVerifier = inMemorySmsVerifier(inMemoryRandom());
  const imGateway = inMemoryImGateway();
  const ours = module((bind) => {
    bind.value('clock', clock);
    bind.value('rules', { ...config.rules, ...rules });
    bind.value('smsVerifier', smsVerifier);
    bind.value('imGateway', imGateway);
    bind.value('passwordHasher', inMemoryPasswordHasher());
    // The store's own goes by the system's clock.
    bind.value('rateLimiter', inMemoryRateLimiter(clock));
    // The suite asks for passes itself, so that it knows what was delivered when.
    bind.value('relay', { start() {}, wake() {}, async stop() {} });
  });
  const server = await startServer(config, ours);
  const { container } = server;
  const [deliverOutbox, idCodec] = [await container.get('deliverOutbox'), await container.get('idCodec')];

  return {
    baseUrl: server.url,
    rules: await container.get('rules'),
    idCodec,
    cookieName: config.cookie.name,
    allowedOrigin,
    advance: (ms) => clock.advance(ms),
    lastCode: (number) => {
      const sms = smsVerifier.inbox.findLast(({ phone }) => phone.number === number);
      if (!sms) throw new Error(`no code was sent to ${number}`);
      return sms.code;
    },
    async imEvents() {
      while ((await deliverOutbox()).delivered > 0);
      return [...imGateway.delivered];
    },
    breakIm: () => imGateway.failNext('im-unavailable', Infinity),
    mendIm: () => imGateway.recover(),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

describe('the server on SQLite', () => {
  apiSuite(
    { describe, it, before, after },
    { mode: 'development', start: (rules = {}) => startOnSqlite(rules) },
  );
});
