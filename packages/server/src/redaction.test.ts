import { inMemoryRandom, inMemorySmsVerifier } from '@kith/core/in-memory';
import { expect } from 'chai';
import { module } from './container/services.js';
import { createLogger } from './logging.js';
import { argon2Hasher } from './platform/index.js';
import { type RunningServer, startServer } from './start-server.js';
import { configOf } from './test/config-of.js';
import { lines } from './test/lines.js';

const phone = '13912340001';
const secrets = { first: 'P@ssw0rd-one', second: 'P@ssw0rd-two', wrong: 'P@ssw0rd-bad' };

describe('the log of production', () => {
  const sink = lines();
  const sms = inMemorySmsVerifier(inMemoryRandom());
  let server: RunningServer;

  before(async () => {
    const config = configOf({ NODE_ENV: 'production', HOST: '127.0.0.1', KITH_LOG_LEVEL: 'trace' });
    const hasher = argon2Hasher();
    server = await startServer(
      { ...config, migrate: true },
      module((bind) => {
        bind.value('logger', createLogger(config, sink));
        bind.value('smsVerifier', sms);
        bind.value('passwordHasher', {
          ...hasher,
          // A failure whose text shows what no log may show.
          hash: (password) =>
            password === secrets.wrong
              ? Promise.reject(new Error(`cannot hash for ${phone}`))
              : hasher.hash(password),
        });
      }),
    );
  });
  after(() => server.stop());

  it('has one line a request, and no number, code, password, token or cookie in clear', async () => {
    const body = { region: '86', phone };
    const call = (path: string, json?: object, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${server.url}${path}`, {
        method: json ? 'POST' : 'GET',
        headers: { 'Content-Type': 'application/json', ...headers },
        ...(json && { body: JSON.stringify(json) }),
      });

    await call('/user/send_code', body);
    const code = sms.inbox.at(-1)?.code ?? '';
    await call('/user/verify_code', { ...body, code: '000000' });
    const { verification_token = '' } = await resultOf(await call('/user/verify_code', { ...body, code }));
    expect(
      (await call('/user/register', { nickname: 'Ann', password: secrets.wrong, verification_token })).status,
    ).to.equal(500);
    const registered = await call('/user/register', {
      nickname: 'Ann',
      password: secrets.first,
      verification_token,
    });
    expect(registered.status).to.equal(200);
    await call('/user/login', { ...body, password: secrets.second });
    const signedIn = await call('/user/login', { ...body, password: secrets.first });
    const cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
    const { token = '' } = await resultOf(signedIn);
    const value = cookie.split('=')[1] ?? '';
    await call(
      '/user/change_password',
      { newPassword: secrets.second, oldPassword: secrets.first },
      { Cookie: cookie },
    );
    await call(`/user/find/86/${phone}`, undefined, { Cookie: cookie });
    await call('/user/get_token', undefined, { Authorization: `Bearer ${value}` });
    await call(`/nothing/${phone}?password=${secrets.first}`, undefined, { Cookie: cookie });
    const malformed = await fetch(`${server.url}/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `{"phone":"${phone}","password":"${secrets.first}"`,
    });
    expect(malformed.status).to.equal(400);

    const log = sink.text();
    expect(sink.all.filter((line) => JSON.parse(line).msg === 'request')).to.have.length(12);
    expect(log).to.include('cannot hash for 139****0001');
    for (const secret of [phone, verification_token, value, token, ...Object.values(secrets)])
      expect(log).to.not.include(secret);
    // A time may hold the same digits by chance.
    expect(log).to.not.match(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  });
});

async function resultOf(response: Response): Promise<Readonly<Record<string, string>>> {
  const { result } = (await response.json()) as { readonly result: Readonly<Record<string, string>> };
  return result;
}
