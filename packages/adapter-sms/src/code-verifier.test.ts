import { createHmac } from 'node:crypto';
import { DomainError, type Phone } from '@kith/core';
import { expect } from 'chai';
import { codeVerifier } from './code-verifier.js';

const ann: Phone = { region: '86', number: '13912345678' };
const secretDigest = { digest: (text: string) => createHmac('sha256', 'key').update(text).digest('hex') };

const given = (
  codes: readonly string[],
  send: (phone: Phone, code: string) => Promise<void> = async () => {},
) => {
  const left = [...codes];
  return codeVerifier({ random: { digits: () => left.shift() ?? '' }, secretDigest, sender: { send } });
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
    };
    const sender = { send: async (phone: Phone, code: string) => void sent.push([phone, code]) };
    await codeVerifier({ random, secretDigest, sender }).start(ann);
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

  it('passes on that the provider did not send', async () => {
    const verifier = given(['012345'], () => Promise.reject(new DomainError('sms-unavailable')));
    const failure = await verifier.start(ann).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'sms-unavailable');
  });
});
