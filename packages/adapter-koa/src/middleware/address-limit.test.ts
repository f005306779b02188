import { expect } from 'chai';
import { startServer, type TestServer } from '../test/server.js';
import { networkOf } from './address-limit.js';

describe('whose requests are counted together', () => {
  for (const [address, network] of [
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ] as const)
    it(`counts ${address} as ${network}`, () => {
      expect(networkOf(address)).to.equal(network);
    });
});

describe('the limits per address', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({
      options: {
        trustProxy: true,
        addressLimits: {
          codes: { limit: 2, windowMs: 3_600_000 },
          attempts: { limit: 2, windowMs: 600_000 },
        },
      },
    });
  });
  after(() => server.stop());

  const from = (address: string, path: string, phone: string, more = {}) =>
    server.call('POST', path, {
      headers: { 'x-forwarded-for': address, ...more },
      json: { region: '86', phone, password: 'P@ssw0rd', code: '1234' },
    });

  it('bound the codes that one address has sent, to whatever numbers, until the window ends', async () => {
    const send = (last: number, address = '203.0.113.1') =>
      from(address, '/user/send_code', `1391234000${last}`);
    expect((await send(1)).json()).to.deep.equal({ code: 200 });
    expect((await send(2)).json()).to.deep.equal({ code: 200 });
    const refused = await send(3);
    expect(refused.json()).to.deep.equal({ code: 5000 });
    expect(refused.headers['retry-after']).to.equal('3600');
    expect((await send(3, '203.0.113.2')).json()).to.deep.equal({ code: 200 });
    server.ports.clock.advance(3_600_000);
    expect((await send(4)).json()).to.deep.equal({ code: 200 });
  });

  it('count all attempts of one address together, and are 429 as a problem', async () => {
    const address = '203.0.113.7';
    await from(address, '/user/login', '13912340001');
    await from(address, '/user/verify_code', '13912340002');
    const refused = await from(address, '/user/check_phone_available', '13912340003', {
      accept: 'application/problem+json',
    });
    expect(refused.status).to.equal(429);
    expect(refused.json()).to.include({ type: 'urn:kith:error:too-many-requests', code: 5000 });
  });

  it("cannot be got round by an address of one's own making", async () => {
    const send = (last: number) =>
      from(`198.51.100.${last}, 203.0.113.8`, '/user/send_code', `1391234100${last}`);
    await send(1);
    await send(2);
    expect((await send(3)).json()).to.deep.equal({ code: 5000 });
  });

  it('leave alone who is signed in, but for looking up whose number is whose', async () => {
    server.ports.clock.advance(600_000);
    const { cookie } = await server.signUp('Ann');
    const get = (path: string) =>
      server.call('GET', path, { headers: { cookie, 'x-forwarded-for': '203.0.113.9' } });
    for (let i = 0; i < 5; i += 1) expect((await get('/user/groups')).status).to.equal(200);
    expect((await get('/user/find/86/13912340001')).status).to.equal(404);
    expect((await get('/user/find/86/13912340002')).status).to.equal(404);
    expect((await get('/user/find/86/13912340003')).json()).to.deep.equal({ code: 5000 });
  });
});
