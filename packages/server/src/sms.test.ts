import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { module } from './container/services.js';
import { createLogger } from './logging.js';
import { type RunningServer, startServer } from './start-server.js';
import { configOf } from './test/config-of.js';
import { lines } from './test/lines.js';

const production = { NODE_ENV: 'production', HOST: '127.0.0.1' };
const phone = { region: '44', phone: '7911123456' };

/** Takes every text to a number that begins with `+44`, and no other. */
async function provider(): Promise<{
  readonly server: Server;
  readonly url: string;
  readonly texts: string[];
}> {
  const texts: string[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const form = new URLSearchParams(await text(request));
    const takes = form.get('To')?.startsWith('+44');
    if (takes) texts.push(String(form.get('Body')));
    response
      .writeHead(takes ? 201 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify(takes ? { sid: 'SM1', status: 'queued' } : { code: 21211, status: 400 }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, texts };
}

describe('a server with a provider of SMS', () => {
  const sink = lines();
  let twilio: Awaited<ReturnType<typeof provider>>;
  let server: RunningServer;

  before(async () => {
    twilio = await provider();
    const config = configOf({
      ...production,
      KITH_SMS_ROUTES: '86=yunpian,44=yunpian|twilio,1=twilio',
      KITH_YUNPIAN_API_KEY: 'key',
      KITH_YUNPIAN_TEMPLATES: 'en=1',
      // Nobody listens there.
      KITH_YUNPIAN_URL: 'http://127.0.0.1:1',
      KITH_YUNPIAN_WORLD_URL: 'http://127.0.0.1:1',
      KITH_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      KITH_TWILIO_AUTH_TOKEN: 'token',
      KITH_TWILIO_FROM: 'Kith',
      KITH_TWILIO_URL: twilio.url,
    });
    const logging = module((bind) => bind.value('logger', createLogger(config, sink)));
    server = await startServer({ ...config, migrate: true }, logging);
  });
  after(async () => {
    await server.stop();
    twilio.server.close();
  });

  const post = (path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('sends by the next one of the route when the first cannot be reached, and verifies what was sent', async () => {
    expect(await (await post('/user/send_code', phone)).text()).to.equal('{"code":200}');
    const code = /\d{6}/.exec(twilio.texts[0] ?? '')?.[0];
    const answer = await post('/user/verify_code', { ...phone, code });
    expect(await answer.text()).to.match(/"verification_token"/);
  });

  it('answers 503 when nobody of the route could send, and where no route leads', async () => {
    for (const unserved of [
      { region: '86', phone: '13912345678' },
      { region: '33', phone: '612345678' },
    ])
      expect((await post('/user/send_code', unserved)).status).to.equal(503);
  });

  it('answers that there is no such number when the provider says so', async () => {
    const answer = await post('/user/send_code', { region: '1', phone: '2025550123' });
    expect([answer.status, await answer.text()]).to.deep.equal([400, 'Invalid region and phone number.']);
  });

  it('logs a line for each attempt, without a number or a code', () => {
    const told = sink.all
      .map((line) => (JSON.parse(line) as { msg: string }).msg)
      .filter((message) => message.includes('SMS to'));
    expect(told).to.deep.equal([
      'yunpian: SMS to +44 ********56 unavailable (ECONNREFUSED)',
      'twilio: SMS to +44 ********56 sent (SM1 queued)',
      'yunpian: SMS to +86 *********78 unavailable (ECONNREFUSED)',
      'SMS to +33 *******78: no route for region 33',
      'twilio: SMS to +1 ********23 bad-number (code 21211)',
    ]);
    expect(sink.text()).to.not.include(/\d{6}/.exec(twilio.texts[0] ?? '')?.[0]);
  });
});
