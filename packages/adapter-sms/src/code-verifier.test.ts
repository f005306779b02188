import type { Phone } from '@kith/core';
import { expect } from 'chai';
import { codeVerifier } from './code-verifier.js';
import type { SendReport } from './provider.js';
import { listingLog, needs } from './test/needs.js';

const ann: Phone = { region: '86', number: '13912345678' };

const given = (
  codes: readonly string[],
  report: SendReport = { outcome: 'sent', detail: 'OK' },
  log = listingLog(),
) => {
  const left = [...codes];
  const random = { digits: () => left.shift() ?? '', uuid: () => '' };
  return codeVerifier('aunt', needs({ random, log }), { send: async () => report });
};

describe('a verifier that makes its own codes', () => {
  it('sends six digits to the phone', async () => {
    const sent: unknown[] = [];
    const asked: number[] = [];
    const random = {
      digits: (count: number) => {
        asked.push(count);
        return '012345';
      },
      uuid: () => '',
    };
    const send = async (phone: Phone, code: string): Promise<SendReport> => {
      sent.push([phone, code]);
      return { outcome: 'sent', detail: 'OK' };
    };
    await codeVerifier('aunt', needs({ random }), { send }).start(ann);
    expect(asked).to.deep.equal([6]);
    expect(sent).to.deep.equal([[ann, '012345']]);
  });

  it('keeps the code out of its reference, and the number too', async () => {
    const { reference } = await given(['012345']).start(ann);
    expect(reference).to.not.include('012345');
    expect(reference).to.not.include(ann.number);
  });

  it('takes the code that was sent, and no other', async () => {
    const verifier = given(['012345']);
    const { reference } = await verifier.start(ann);
    expect(await verifier.check(ann, '012345', reference)).to.equal('right');
    for (const code of ['012346', '12345', '', ' 012345', '012345 ', '9999'])
      expect(await verifier.check(ann, code, reference), code).to.equal('wrong');
  });

  it('does not take the code of another number', async () => {
    const verifier = given(['012345']);
    const { reference } = await verifier.start(ann);
    expect(await verifier.check({ ...ann, number: '13912345679' }, '012345', reference)).to.equal('wrong');
    expect(await verifier.check({ ...ann, region: '1' }, '012345', reference)).to.equal('wrong');
  });

  it('does not mix up the end of a number and the beginning of a code', async () => {
    const verifier = given(['123456']);
    const { reference } = await verifier.start({ region: '86', number: '1391234' });
    expect(await verifier.check({ region: '86', number: '139123' }, '4123456', reference)).to.equal('wrong');
  });

  it('takes nothing for a reference that is not its own', async () => {
    for (const reference of ['', 'x', 'f'.repeat(64)])
      expect(await given([]).check(ann, '012345', reference), reference).to.equal('wrong');
  });

  for (const outcome of ['sent', 'uncertain'] as const)
    it(`gives a good reference when an SMS was ${outcome}`, async () => {
      const verifier = given(['012345'], { outcome, detail: 'x' });
      const { reference } = await verifier.start(ann);
      expect(await verifier.check(ann, '012345', reference)).to.equal('right');
    });

  const refusals = [
    ['throttled', 'code-throttled', { retryAfterMs: 60_000 }],
    ['bad-number', 'phone-invalid', undefined],
    ['refused', 'sms-unavailable', undefined],
    ['unavailable', 'sms-unavailable', undefined],
  ] as const;
  for (const [outcome, code, data] of refusals)
    it(`fails with ${code} when the provider's answer was ${outcome}`, async () => {
      const failure = await given(['012345'], { outcome, detail: 'x' })
        .start(ann)
        .catch((error: unknown) => error);
      expect(failure).to.include({ code }).and.have.deep.property('data', data);
    });

  it('lets a throttled number wait as long as the provider says', async () => {
    const report = { outcome: 'throttled', detail: 'x', retryAfterMs: 3_600_000 } as const;
    const failure = await given(['012345'], report)
      .start(ann)
      .catch((error: unknown) => error);
    expect(failure).to.have.deep.property('data', { retryAfterMs: 3_600_000 });
  });

  const levels = {
    sent: 'info',
    throttled: 'info',
    'bad-number': 'info',
    refused: 'error',
    unavailable: 'warn',
    uncertain: 'warn',
  } as const;
  for (const [outcome, level] of Object.entries(levels))
    it(`logs an SMS that is ${outcome} as ${level}: provider, its code, the masked number, not the code`, async () => {
      const log = listingLog();
      const report = { outcome: outcome as keyof typeof levels, detail: 'isv.X' };
      await given(['012345'], report, log)
        .start(ann)
        .catch(() => {});
      expect(log.lines).to.deep.equal([`${level} aunt: SMS to +86 *********78 ${outcome} (isv.X)`]);
    });
});
