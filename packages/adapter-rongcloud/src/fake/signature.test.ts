import { expect } from 'chai';
import { formBody, signedHeaders } from '../test/call-fake.js';
import { type FakeRongCloud, type FakeRongCloudOptions, sign, startFakeRongCloud } from './index.js';

/** From RongCloud's worked example, and made for the rest. */
const vectors = [
  ['Y1W2MeFwwwRxa0', '14314', '1408710653000', '30be0bbca9c9b2e27578701e9fda2358a814c88f'],
  ['Y1W2MeFwwwRxa0', '14314', '1408710653491', 'dd11a264276f438b045b3b236a2741ddc89d48df'],
  ['Y1W2MeFwwwRxa0', '0', '0', 'ad9585cc33dc4d72cf5349725fe664da8aa07824'],
  ['secretA1b2C3', '123456789012345678', '1700000000000', '0a9fad31b6cad582e59e34a1654e62a6a5339eed'],
  ['secretA1b2C3', '9f8e7d6c5b4a3210', '1767225600', '358d318edcb860b138663186ebdf2ddb26d9e925'],
  ['秘密Key', 'abcDEF', '1767225600123', '69d804783b8a713f8ec519f54059d986bb1ab165'],
] as const;

describe('the signature of a call to the fake RongCloud', () => {
  let fake: FakeRongCloud;
  afterEach(() => fake.stop());

  const started = async (options: FakeRongCloudOptions = {}) => {
    fake = await startFakeRongCloud(options);
    return fake;
  };

  /** A call with these headers, and the code it is answered with. */
  const codeFor = async (headers: Record<string, string>): Promise<[number, unknown]> => {
    const response = await fetch(`${fake.url}/user/block/query.json`, { method: 'POST', headers });
    const { code } = (await response.json()) as { code: number };
    return [response.status, code];
  };

  for (const [secret, nonce, timestamp, signature] of vectors)
    it(`${signature.slice(0, 8)} is right for ${secret}, ${nonce}, ${timestamp}`, async () => {
      await started({ appSecret: secret });
      const headers = { 'App-Key': fake.appKey, Nonce: nonce, Timestamp: timestamp, Signature: signature };
      expect(sign(secret, nonce, timestamp)).to.equal(signature);
      expect(await codeFor(headers)).to.deep.equal([200, 200]);
      const last = signature.endsWith('0') ? '1' : '0';
      expect(await codeFor({ ...headers, Signature: signature.slice(0, -1) + last })).to.deep.equal([
        401, 1004,
      ]);
    });

  it('is read from headers with RC- before their names too, in any case', async () => {
    const headers = Object.entries(signedHeaders(await started())).map(([name, value]) => [
      `rC-${name}`,
      value,
    ]);
    expect(await codeFor(Object.fromEntries(headers))).to.deep.equal([200, 200]);
  });

  for (const [missing, status, code] of [
    ['App-Key', 400, 1002],
    ['Nonce', 401, 1004],
    ['Timestamp', 401, 1004],
    ['Signature', 401, 1004],
  ] as const)
    it(`is refused with ${code} without the header ${missing}`, async () => {
      const { [missing]: _, ...headers } = signedHeaders(await started());
      expect(await codeFor(headers)).to.deep.equal([status, code]);
    });

  it('is refused with 1002 for another App Key', async () => {
    const headers = signedHeaders(await started());
    expect(await codeFor({ ...headers, 'App-Key': 'other' })).to.deep.equal([400, 1002]);
  });

  it('is refused in upper case, with a nonce of 19 characters, and with a timestamp that is no number', async () => {
    const headers = signedHeaders(await started());
    const signed = (Nonce: string, Timestamp: string) => ({
      ...headers,
      Nonce,
      Timestamp,
      Signature: sign(fake.appSecret, Nonce, Timestamp),
    });
    expect(await codeFor(signed('1'.repeat(18), '1'))).to.deep.equal([200, 200]);
    expect(await codeFor(signed('1'.repeat(19), '1'))).to.deep.equal([401, 1004]);
    expect(await codeFor(signed('1', '2026-01-31'))).to.deep.equal([401, 1004]);
    expect(await codeFor({ ...headers, Signature: headers.Signature.toUpperCase() })).to.deep.equal([
      401, 1004,
    ]);
  });

  it('says nothing of path and body', async () => {
    const headers = signedHeaders(await started());
    const body = formBody({ userId: 'ann', minute: 1 });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['/user/block.json', '/user/unblock.json']) {
      const response = await fetch(fake.url + path, {
        method: 'POST',
        headers: { ...headers, ...type },
        body,
      });
      expect(response.status).to.equal(200);
    }
  });

  it('may be as old as it likes, unless a window is set', async () => {
    await started();
    expect(await codeFor(signedHeaders(fake, '1'))).to.deep.equal([200, 200]);
  });

  for (const [unit, text] of [
    ['seconds', '1767225600'],
    ['milliseconds', '1767225600000'],
  ] as const)
    it(`is refused when it is more than the window off, in ${unit}`, async () => {
      let now = 1_767_225_600_000;
      await started({ clockSkewWindowMs: 60_000, now: () => now });
      const codeAfter = (ms: number) => {
        now = 1_767_225_600_000 + ms;
        return codeFor(signedHeaders(fake, text));
      };
      expect(await codeAfter(60_000)).to.deep.equal([200, 200]);
      expect(await codeAfter(-60_000)).to.deep.equal([200, 200]);
      expect(await codeAfter(60_001)).to.deep.equal([401, 1004]);
      expect(await codeAfter(-60_001)).to.deep.equal([401, 1004]);
    });
});
