import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { productionRules, type Rules } from '@kith/core';
import { createInMemoryKith } from '@kith/core/in-memory';
import { type ApiHost, apiSuite } from '@kith/testing';
import { kithApp } from './index.js';

const allowedOrigin = 'https://chat.example.com';
const cookieName = 'rong_auth_cookie';

/** A server on services in memory, behind a real listener. */
async function startInMemory(rules: Rules): Promise<ApiHost> {
  const kith = createInMemoryKith({ rules });
  const app = kithApp(kith, {
    mode: 'production',
    cookie: { name: cookieName, maxAgeMs: rules.sessionLifetimeMs, secure: false },
    authKeys: ['a key of the API suite, long enough to sign with'],
    corsOrigins: [allowedOrigin],
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    rules,
    idCodec: kith.idCodec,
    cookieName,
    allowedOrigin,
    advance: (ms) => kith.clock.advance(ms),
    lastCode: (number) => {
      const sms = kith.smsVerifier.inbox.findLast(({ phone }) => phone.number === number);
      if (!sms) throw new Error(`no code was sent to ${number}`);
      return sms.code;
    },
    async imEvents() {
      while ((await kith.deliverOutbox()).delivered > 0);
      return [...kith.imGateway.delivered];
    },
    im: kith.imGateway,
    breakIm: () => kith.imGateway.failNext('im-unavailable', Infinity),
    mendIm: () => kith.imGateway.recover(),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

// In development mode: the server's own tests.
apiSuite(
  { describe, it, before, after },
  { mode: 'production', start: (rules = {}) => startInMemory({ ...productionRules, ...rules }) },
);
