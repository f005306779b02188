import { expect } from 'chai';
import { z } from 'zod';
import { judge } from './answer.js';
import type { FailureKind } from './outcome.js';

const token = z.object({ token: z.string() });
const judged = (status: number, body: unknown) =>
  judge(token, { status, text: typeof body === 'string' ? body : JSON.stringify(body) });

/** Code, the HTTP status that goes with it, and what it means to us. */
const rows: readonly (readonly [number, number, FailureKind])[] = [
  [404, 404, 'refused'],
  [405, 400, 'refused'],
  [1000, 500, 'broken'],
  [1001, 401, 'locked-out'],
  [1002, 400, 'refused'],
  [1003, 400, 'refused'],
  [1004, 401, 'locked-out'],
  [1005, 400, 'refused'],
  [1006, 401, 'locked-out'],
  [1007, 401, 'refused'],
  [1008, 429, 'busy'],
  [1009, 430, 'refused'],
  [1015, 200, 'refused'],
  [1016, 403, 'refused'],
  [1019, 400, 'refused'],
  [1050, 504, 'broken'],
  [1501, 400, 'refused'],
  [1502, 400, 'refused'],
  [1508, 400, 'refused'],
  [2007, 403, 'refused'],
  // Codes that nobody told of go by their status.
  [31_337, 503, 'broken'],
  [31_337, 429, 'busy'],
  [31_337, 409, 'refused'],
];

describe('an answer of RongCloud', () => {
  it('is a success when its code says so, with what else it has, whatever that is', () => {
    const body = { code: 200, token: 'abc', errorMessage: '', reqBody: 'x', url: '/user/getToken.json' };
    expect(judged(200, body)).to.deep.equal({ kind: 'done', answer: { token: 'abc' } });
  });

  for (const [code, status, kind] of rows)
    it(`with code ${code} and status ${status} is ${kind}, and says both`, () => {
      const outcome = judged(status, { code, errorMessage: 'because' });
      expect(outcome).to.include({ kind });
      expect(outcome).to.have.property('reason').that.includes(`${code} because (HTTP ${status})`);
    });

  it('is judged by the code in it, not by the status it travels with', () => {
    expect(judged(200, { code: 1000 })).to.include({ kind: 'broken' });
    expect(judged(200, { code: 1008 })).to.include({ kind: 'busy' });
    expect(judged(200, { code: 1002 })).to.include({ kind: 'refused' });
  });

  for (const words of ['no such App Key', 'App-Key is invalid.', 'appkey', 'RC-App-Key'])
    it(`is about our keys when a parameter is wrong and it says "${words}"`, () => {
      expect(judged(400, { code: 1002, errorMessage: words })).to.include({ kind: 'locked-out' });
      expect(judged(400, { code: 1005, errorMessage: words })).to.include({ kind: 'refused' });
    });

  for (const name of ['errorMessage', 'message', 'msg'])
    it(`has its words in ${name}`, () => {
      const outcome = judged(400, { code: 1002, [name]: 'userId is empty' });
      expect(outcome).to.have.property('reason', '1002 userId is empty (HTTP 400)');
    });

  it('may have empty or odd words', () => {
    const outcome = judged(400, { code: 1002, errorMessage: '', message: 7, msg: 'the third' });
    expect(outcome).to.have.property('reason', '1002 the third (HTTP 400)');
    expect(judged(400, { code: 1002, errorMessage: null })).to.have.property('reason', '1002 (HTTP 400)');
  });

  it('says no more than a dead letter can hold', () => {
    const outcome = judged(400, { code: 1002, errorMessage: 'x'.repeat(10_000) });
    expect(outcome).to.have.property('reason').with.lengthOf.below(130);
  });

  it('without what a success must have is an error that keeps the status, never undefined', () => {
    expect(judged(200, { code: 200 })).to.include({
      kind: 'garbled',
      reason: 'unexpected answer: token (HTTP 200)',
    });
    expect(judged(200, { code: 200, token: 7 })).to.include({ kind: 'garbled' });
  });

  for (const text of [
    '',
    '<html>Bad Gateway</html>',
    'null',
    '[]',
    '"200"',
    '{"code":"200"}',
    '{"code":20',
    '{"result":1}',
  ])
    it(`that reads ${JSON.stringify(text)} is an error that keeps the status`, () => {
      expect(judged(200, text)).to.include({ kind: 'garbled', reason: 'unreadable answer (HTTP 200)' });
      expect(judged(302, text)).to.include({ kind: 'garbled', reason: 'unreadable answer (HTTP 302)' });
      expect(judged(502, text)).to.include({ kind: 'bad-gateway', reason: 'unreadable answer (HTTP 502)' });
      expect(judged(403, text)).to.include({ kind: 'turned-away', reason: 'unreadable answer (HTTP 403)' });
      expect(judged(429, text)).to.include({ kind: 'busy', reason: 'unreadable answer (HTTP 429)' });
    });
});
