import type { Rules } from '@kith/core';
import { expect } from 'chai';
import type { Exchange } from './answer.js';
import type { Kit } from './kit.js';

const hour = 3_600_000;
const day = 24 * hour;

/** Limits of codes that a handful of numbers can reach. */
export const fewCodes: Pick<Rules, 'smsSpend'> = {
  smsSpend: {
    number: { limit: 3, windowMs: day },
    prefix: { limit: 5, windowMs: hour },
    total: { limit: 8, windowMs: hour },
    conversion: { atLeast: 0.5, sample: 4, windowMs: day, pauseMs: 2 * hour },
  },
};

/** What bounds the codes that are sent (docs/wire/users.md, "Limits of codes"), on a server with small limits. */
export function codeLimitsArea({ describe, it, host, guest, pass }: Kit): void {
  let prefixes = 0;
  /** So many numbers that are neighbours, and strangers to those of other tests. */
  const neighbours = (count: number): readonly string[] => {
    prefixes += 1;
    return Array.from({ length: count }, (_, line) => `139${1_000 + prefixes}${1_000 + line}`);
  };
  const send = (phone: string): Exchange => guest().post('/user/send_code', { region: '86', phone });
  const verify = (phone: string): Exchange =>
    guest().post('/user/verify_code', { region: '86', phone, code: host().lastCode(phone) });
  const codesOf = (exchanges: readonly Exchange[]): Promise<readonly number[]> =>
    Promise.all(
      exchanges.map(async (one) => (JSON.parse((await one.answer()).text) as { code: number }).code),
    );
  /** Refused, and for how long, in seconds. */
  async function retryAfter(exchange: Exchange): Promise<number> {
    await exchange.answersCode(5000);
    return Number((await exchange.answer()).headers.get('retry-after'));
  }
  /** Everything that counts is over. */
  const tomorrow = () => pass(day + hour);

  describe('codes', () => {
    it('to one number are so many a day, and Retry-After says when there are more', async () => {
      await tomorrow();
      const [phone = '', other = ''] = neighbours(2);
      for (let turn = 0; turn < 3; turn += 1) {
        await send(phone).succeeds();
        await verify(phone).result();
        await pass(host().rules.code.resendAfterMs);
      }
      expect(await retryAfter(send(phone))).to.be.within(day / 1_000 - 600, day / 1_000 + 600);
      await send(other).succeeds();
      await tomorrow();
      await send(phone).succeeds();
    });

    it('to numbers that are neighbours are so many an hour', async () => {
      await tomorrow();
      const phones = neighbours(12);
      expect([...(await codesOf(phones.map(send)))].sort()).to.deep.equal([
        ...Array.from({ length: 5 }, () => 200),
        ...Array.from({ length: 7 }, () => 5000),
      ]);
      const [stranger = ''] = neighbours(1);
      await send(stranger).succeeds();
    });

    it('to all numbers together are so many an hour, also when all ask at once', async () => {
      await tomorrow();
      const strangers = Array.from({ length: 20 }, () => neighbours(1)[0] ?? '');
      const codes = await codesOf(strangers.map(send));
      expect(codes.filter((code) => code === 200)).to.have.length(8);
      expect(await retryAfter(send(neighbours(1)[0] ?? ''))).to.be.within(3_000, 4_200);
      await pass(hour + 600_000);
      await send(neighbours(1)[0] ?? '').succeeds();
    });

    it('that nobody verifies pause the numbers they went to, and no others', async () => {
      await tomorrow();
      const pumped = neighbours(6);
      for (const phone of pumped.slice(0, 4)) await send(phone).succeeds();
      await verify(pumped[0] ?? '').result();
      await pass(2 * hour);
      expect(await retryAfter(send(pumped[4] ?? ''))).to.equal((2 * hour) / 1_000);
      expect(await retryAfter(send(pumped[5] ?? ''))).to.equal((2 * hour) / 1_000);
      await send(neighbours(1)[0] ?? '').succeeds();
      await pass(2 * hour);
      await send(pumped[4] ?? '').succeeds();
    });
  });
}
