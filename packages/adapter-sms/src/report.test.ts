import { expect } from 'chai';
import { z } from 'zod';
import type { HttpResult } from './http.js';
import { jsonOf, maskPhone, reportOf, rowOf } from './report.js';

const shape = z.object({ code: z.number() });
const report = (result: HttpResult) =>
  reportOf(result, shape, ({ code }, status) => ({ outcome: 'sent', detail: `${code} of ${status}` }));
const answered = (status: number, text = '<html></html>'): HttpResult => ({ kind: 'answered', status, text });

describe('what came of a call', () => {
  it("is the provider's to say when its answer has its shape, whatever the HTTP status", () => {
    for (const status of [200, 400, 500])
      expect(report(answered(status, '{"code":7,"more":1}'))).to.deep.equal({
        outcome: 'sent',
        detail: `7 of ${status}`,
      });
  });

  it('is that nothing was sent when nobody was reached', () => {
    expect(report({ kind: 'not-sent', cause: 'ENOTFOUND' })).to.deep.equal({
      outcome: 'unavailable',
      detail: 'ENOTFOUND',
    });
  });

  it('is uncertain when the answer was lost', () => {
    expect(report({ kind: 'uncertain', cause: 'ECONNRESET' })).to.deep.equal({
      outcome: 'uncertain',
      detail: 'ECONNRESET',
    });
  });

  const statuses = {
    200: 'uncertain',
    204: 'uncertain',
    302: 'refused',
    401: 'refused',
    404: 'refused',
    408: 'uncertain',
    429: 'unavailable',
    500: 'uncertain',
    502: 'uncertain',
    504: 'uncertain',
  } as const;
  for (const [status, outcome] of Object.entries(statuses))
    it(`is ${outcome} by HTTP ${status} with an answer of another shape`, () => {
      for (const text of ['<html></html>', '', '{"code":"0"}', 'null', '[]'])
        expect(report(answered(Number(status), text)), text).to.deep.equal({
          outcome,
          detail: `HTTP ${status}`,
        });
    });
});

describe('the row of a code', () => {
  const table = { A: 1, 'A.B': 2, '2': 3 };

  it('is its own, else that of what it begins with', () => {
    expect(['A', 'A.B', 'A.B.C', 'A.C', '2'].map((code) => rowOf(table, code))).to.deep.equal([
      1, 2, 2, 1, 3,
    ]);
  });

  it('is none for a code that only looks alike', () => {
    for (const code of ['AB', 'B', '22', '', '.', 'constructor', '__proto__.x'])
      expect(rowOf(table, code), code).to.equal(undefined);
  });
});

describe('a masked number', () => {
  it('shows the region and two digits', () => {
    expect(maskPhone({ region: '86', number: '13912345678' })).to.equal('+86 *********78');
    expect(maskPhone({ region: '1', number: '7' })).to.equal('+1 7');
  });
});

describe('an answer that is no JSON', () => {
  it('is undefined', () => {
    expect([jsonOf(''), jsonOf('{'), jsonOf('{"a":1}')]).to.deep.equal([undefined, undefined, { a: 1 }]);
  });
});
