import { expect } from 'chai';
import { callFake, formBody, signedHeaders } from '../test/call-fake.js';
import { type FakeRongCloud, type RefusalCode, startFakeRongCloud, type Trouble } from './index.js';
import { refusals } from './refusal.js';

describe('a fake RongCloud that does things wrong', () => {
  /** Told how long the fake wants to sleep, and how to wake it. */
  let fallsAsleep = (_ms: number, _wake: () => void): void => {};
  let fake: FakeRongCloud;
  before(async () => {
    const sleep = (ms: number) => new Promise<void>((wake) => fallsAsleep(ms, wake));
    fake = await startFakeRongCloud({ sleep, gzip: true });
  });
  beforeEach(() => fake.reset());
  after(() => fake.stop());

  const path = '/group/create.json';
  const fields = { userId: 'ann', groupId: 'g', groupName: 'G' };
  const create = () => callFake(fake, path, fields);
  const isCreated = () => fake.state.groups.has('g');
  const codeOf = async (answer = create()) => (await answer).body.code;

  /** Like `create`, but reads nothing into the answer. */
  const raw = (signal: AbortSignal | null = null) =>
    fetch(fake.url + path, {
      method: 'POST',
      signal,
      headers: { ...signedHeaders(fake), 'content-type': 'application/x-www-form-urlencoded' },
      body: formBody(fields),
    });

  /** What fetch says of a connection that ended. */
  const failureOf = async (answer: Promise<unknown>): Promise<unknown> => {
    try {
      await answer;
    } catch (error) {
      return (error as { cause?: { code?: unknown } }).cause?.code ?? String(error);
    }
    throw new Error('It was answered.');
  };

  it('refuses with any code that is documented, in its HTTP status, and has done nothing', async () => {
    for (const [code, { status }] of Object.entries(refusals)) {
      fake.misbehave({ kind: 'refuse', code: Number(code) as RefusalCode, times: 1 });
      const answer = await create();
      expect([answer.status, answer.body.code]).to.deep.equal([status, Number(code)]);
      expect(answer.body).to.include({ url: path }).and.to.have.property('errorMessage');
    }
    expect(refusals[1009].status).to.equal(430);
    expect(isCreated()).to.equal(false);
  });

  it('refuses in another status if told so: the code of the body is what counts', async () => {
    fake.misbehave({ kind: 'refuse', code: 1000, status: 200, times: 1 });
    const { status, body } = await create();
    expect([status, body.code]).to.deep.equal([200, 1000]);
  });

  it('does so for the next calls, of one path or of all, and then behaves', async () => {
    fake.misbehave({ kind: 'refuse', code: 1008, path: '/group/quit.json', times: 1 });
    fake.misbehave({ kind: 'refuse', code: 1000, times: 2 });
    expect([await codeOf(), await codeOf(), await codeOf()]).to.deep.equal([1000, 1000, 200]);
    const quit = () => codeOf(callFake(fake, '/group/quit.json', { userId: 'ann', groupId: 'g' }));
    expect([await quit(), await quit()]).to.deep.equal([1008, 200]);
  });

  it('does so until it is told to behave', async () => {
    fake.misbehave({ kind: 'refuse', code: 1050 });
    expect([await codeOf(), await codeOf(), await codeOf()]).to.deep.equal([1050, 1050, 1050]);
    fake.behave();
    expect(await codeOf()).to.equal(200);
  });

  it('does one wrong after the other, in the order asked for', async () => {
    for (const code of [1000, 1008, 1050] as const) fake.misbehave({ kind: 'refuse', code, times: 1 });
    expect([await codeOf(), await codeOf(), await codeOf(), await codeOf()]).to.deep.equal([
      1000, 1008, 1050, 200,
    ]);
  });

  it('takes no wish that it does not understand', () => {
    for (const wish of [
      { kind: 'refuse', code: 1 },
      { kind: 'drop', oops: 1 },
      { kind: 'drop', path: '/group' },
      { kind: 'slow' },
      { kind: 'x' },
    ])
      expect(() => fake.misbehave(wish as Trouble), JSON.stringify(wish)).to.throw();
  });

  it('is slow, and has done it all the same when nobody waits any more', async () => {
    fake.misbehave({ kind: 'slow', ms: 5000, times: 1 });
    const asleep = new Promise<{ ms: number; wake: () => void }>((told) => {
      fallsAsleep = (ms, wake) => told({ ms, wake });
    });
    const called = fake.nextCall(path);
    const hangUp = new AbortController();
    const answer = raw(hangUp.signal).catch(String);
    const { ms, wake } = await asleep;
    expect([ms, isCreated()]).to.deep.equal([5000, false]);
    hangUp.abort();
    expect(await answer).to.contain('AbortError');
    wake();
    expect((await called).code).to.equal(200);
    expect(isCreated()).to.equal(true);
  });

  it('drops the connection without having read the call', async () => {
    fake.misbehave({ kind: 'drop', times: 1 });
    expect(await failureOf(raw())).to.be.oneOf(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);
    expect(isCreated()).to.equal(false);
    expect(fake.calls[0]).to.deep.include({ path, fields: {}, code: null, trouble: 'drop' });
  });

  it('drops the connection after having done what was asked for', async () => {
    fake.misbehave({ kind: 'drop', done: true, times: 1 });
    expect(await failureOf(raw())).to.be.oneOf(['ECONNRESET', 'UND_ERR_SOCKET']);
    expect(isCreated()).to.equal(true);
    expect(fake.calls[0]).to.include({ code: 200, trouble: 'drop' });
  });

  for (const done of [false, true])
    it(`never answers, having ${done ? 'done it' : 'done nothing'}`, async () => {
      fake.misbehave({ kind: 'hang', done, times: 1 });
      const called = fake.nextCall();
      const answer = failureOf(raw());
      expect((await called).code).to.equal(done ? 200 : null);
      expect(isCreated()).to.equal(done);
      await fake.down();
      expect(await answer).to.be.oneOf(['ECONNRESET', 'UND_ERR_SOCKET']);
      await fake.up();
    });

  for (const [as, text] of [
    ['html', '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    ['no-code', '{"result":"ok"}'],
    ['bare', '{"code":200}'],
    ['half', '{"code'],
  ] as const)
    it(`answers garbage: ${text}`, async () => {
      fake.misbehave({ kind: 'garbage', as, done: true, times: 1 });
      expect(await (await raw()).text()).to.equal(text);
      expect(isCreated()).to.equal(true);
    });

  it('ends the connection in the middle of the answer', async () => {
    fake.misbehave({ kind: 'garbage', as: 'cut-off', times: 1 });
    const response = await raw();
    expect(response.status).to.equal(200);
    expect(await failureOf(response.text())).to.equal('UND_ERR_SOCKET');
    expect(isCreated()).to.equal(false);
  });

  it('refuses connections while it is down, and knows everything afterwards', async () => {
    await create();
    await fake.down();
    // Where the client had kept a connection, it first notices that this is gone.
    const failures = [await failureOf(raw()), await failureOf(raw())];
    expect(failures.at(-1)).to.equal('ECONNREFUSED');
    await fake.up();
    expect(await codeOf(callFake(fake, '/group/user/query.json', { groupId: 'g' }))).to.equal(200);
    expect(isCreated()).to.equal(true);
  });

  it('compresses its answers if told so, for whoever takes it', async () => {
    expect((await raw()).headers.get('content-encoding')).to.equal('gzip');
    const plain = await fetch(`${fake.url}/nowhere`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).to.equal(null);
    expect(plain.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(await plain.json()).to.include({ code: 404 });
  });
});
