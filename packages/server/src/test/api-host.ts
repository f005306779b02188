import type { Rules } from '@kith/core';
import {
  inMemoryImGateway,
  inMemoryPasswordHasher,
  inMemoryRandom,
  inMemoryRateLimiter,
  inMemorySmsVerifier,
} from '@kith/core/in-memory';
import { type ApiHost, fakeClock } from '@kith/testing';
import { readConfig } from '../config.js';
import { module } from '../container/services.js';
import { startServer } from '../start-server.js';

const allowedOrigin = 'https://chat.example.com';
const key = 'a key of the API suite that is as long as keys must be';

const environment = (databaseUrl: string) => ({
  NODE_ENV: 'development',
  PORT: '0',
  DATABASE_URL: databaseUrl,
  KITH_AUTH_KEYS: key,
  KITH_DIGEST_KEY: key,
  KITH_N3D_KEY: '11EdDIaqpcim',
  KITH_CORS_ORIGINS: allowedOrigin,
  KITH_LOG_LEVEL: 'silent',
});

export interface OwnDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** The whole server on an empty database, which it drops. Not its own are time, the SMS, the IM cloud, and what would take long on purpose. */
export async function startApiHost({ url, drop }: OwnDatabase, rules: Partial<Rules> = {}): Promise<ApiHost> {
  const config = readConfig(environment(url));
  const clock = fakeClock();
  const smsVerifier = inMemorySmsVerifier(inMemoryRandom());
  const imGateway = inMemoryImGateway();
  const ours = module((bind) => {
    bind.value('clock', clock);
    bind.value('rules', { ...config.rules, ...rules });
    bind.value('smsVerifier', smsVerifier);
    bind.value('imGateway', imGateway);
    bind.value('imDirectory', imGateway);
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
    im: imGateway,
    breakIm: () => imGateway.failNext('im-unavailable', Infinity),
    mendIm: () => imGateway.recover(),
    async stop() {
      await server.stop();
      await drop();
    },
  };
}
