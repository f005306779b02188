// Kith on SQLite and over HTTP, put together by hand: every adapter is a factory. Answers one request and ends.
// Prints: 200 {"code":200,"result":true}
import { createServer } from 'node:http';
import { kithApp } from '@kith/adapter-koa';
import { providers } from '@kith/adapter-sms';
import { openSqlStore } from '@kith/adapters-sql';
import { createUseCases, n3dIdCodec, productionRules } from '@kith/core';
import {
  argon2Hasher,
  cryptoRandom,
  hmacDigest,
  libPhoneNumbers,
  localImGateway,
  noUploads,
  systemClock,
} from '@kith/server';

const clock = systemClock();
const random = cryptoRandom();
const secretDigest = hmacDigest('a secret of 32 characters or more');
const store = await openSqlStore({ url: 'sqlite::memory:', migrate: true, clock, random });

const imGateway = localImGateway({ random, log: () => {} });

/** @type {import('@kith/core').Ports} */
const ports = {
  unitOfWork: store.unitOfWork,
  rateLimiter: store.rateLimiter,
  clock,
  random,
  secretDigest,
  rules: productionRules,
  idCodec: n3dIdCodec('11EdDIaqpcim'),
  phoneNumbers: libPhoneNumbers(),
  passwordHasher: argon2Hasher(),
  smsVerifier: providers.console.create({})({ clock, random, secretDigest, log: console }),
  imGateway,
  imDirectory: imGateway,
  uploadSigner: noUploads(),
  alerts: { raise: (alert) => console.warn(alert) },
};

const app = kithApp(
  { ...ports, ...createUseCases(ports) },
  {
    mode: 'production',
    cookie: { name: 'session', maxAgeMs: productionRules.sessionLifetimeMs, secure: true },
    authKeys: ['another secret of 32 characters or more'],
    corsOrigins: [],
  },
);

const server = createServer(app.callback());
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;

const answer = await fetch(`http://127.0.0.1:${port}/user/check_phone_available`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ region: '86', phone: '13900000004' }),
});
console.log(answer.status, await answer.text());

server.closeAllConnections();
server.close();
await store.close();
