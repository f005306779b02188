// What is counted so that nobody can guess for long is counted in the database: for all servers, not in the memory of one.
import assert from 'node:assert/strict';
import {
  describeOn,
  mysql,
  postgres,
} from '../packages/adapters-sql/dist-test/test/databases/test-database.js';
import { inMemoryRandom, inMemorySmsVerifier } from '../packages/core/dist/in-memory/index.js';
import { module } from '../packages/server/dist-test/container/services.js';
import { startServer } from '../packages/server/dist-test/start-server.js';
import { configOf } from '../packages/server/dist-test/test/config-of.js';

const REGION = '86';

const suite = function (database) {
  this.timeout(60_000);
  const smsVerifier = inMemorySmsVerifier(inMemoryRandom());
  let servers;
  let rules;

  const post = async (server, path, body) => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  /** Does something many times, at each server in turn. */
  const inTurn = async (count, work) => {
    const answers = [];
    for (let index = 0; index < count; index += 1) answers.push(await work(servers[index % servers.length]));
    return answers;
  };
  const sentTo = async (phone) => {
    await post(servers[0], '/user/send_code', { region: REGION, phone });
    return smsVerifier.inbox.findLast((sms) => sms.phone.number === phone).code;
  };
  const verify = (phone, code) => (server) =>
    post(server, '/user/verify_code', { region: REGION, phone, code });

  before(async () => {
    const start = () =>
      startServer(
        configOf({ DATABASE_URL: database.url, KITH_LOG_LEVEL: 'silent', KITH_SMS_ROUTES: '*=console' }),
        module((bind) => {
          bind.value('smsVerifier', smsVerifier);
          bind.value('relay', { start() {}, wake() {}, async stop() {} });
        }),
      );
    servers = [await start(), await start()];
    rules = await servers[0].container.get('rules');
  });
  after(async () => {
    for (const server of servers ?? []) await server.stop();
  });

  it('peer: guesses of a code at one server count at the others', async () => {
    const phone = '13912345001';
    const code = await sentTo(phone);
    const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
    const guesses = await inTurn(rules.code.maxTries, verify(phone, wrong));
    assert.ok(guesses.every((answer) => answer.code === 1000));
    for (const server of servers) assert.equal((await verify(phone, code)(server)).code, 2000);
  });

  it('peer: guesses of a password at one server count at the others', async () => {
    const phone = '13912345002';
    const { result } = await verify(phone, await sentTo(phone))(servers[0]);
    const password = 'correct-horse';
    const user = { nickname: 'Ann', password, verification_token: result.verification_token };
    await post(servers[0], '/user/register', user);
    const logIn = (secret) => (server) =>
      post(server, '/user/login', { region: REGION, phone, password: secret });
    const guesses = await inTurn(rules.passwordGuesses.limit, logIn('wrong-horse'));
    assert.ok(guesses.every((answer) => answer.code === 1000));
    for (const server of servers) assert.equal((await logIn(password)(server)).code, 5000);
  });
};

for (const engine of [postgres, mysql])
  describeOn(engine, 'several servers on one database', (database) => {
    describe('count together:', function () {
      suite.call(this, database);
    });
  });
