import { epochMs, type Verification } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import { type OpenStore, testsOn } from '../test-store.js';

/** The promises of `VerificationRepository`. */
export function verificationRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);
  const at = epochMs(1_700_000_000_123);
  const full: Verification = {
    codes: [
      { reference: 'r'.repeat(255), startedAt: epochMs(at - 1_500), sentAt: at },
      { reference: 'the one before', startedAt: epochMs(at - 62_000), sentAt: epochMs(at - 60_000) },
    ],
    tries: 3,
    lastSendAt: at,
    token: { digest: 'd'.repeat(64), expiresAt: epochMs(at + 600_000) },
  };
  const nothing: Verification = { codes: [], tries: 0, lastSendAt: null, token: null };

  api.describe('a verification repository', () => {
    test('knows nothing of a number that nothing was saved of', async ({ given, read }) => {
      const phone = given.phone();
      expect(await read(({ verifications }) => verifications.find(phone))).to.equal(null);
      expect(await read(({ verifications }) => verifications.findByToken('no such token'))).to.equal(null);
    });

    for (const [title, verification] of [
      ['with everything in it', full],
      ['with nothing in it', nothing],
    ] as const)
      test(`gives back a state ${title}`, async ({ given, read, write }) => {
        const phone = given.phone();
        await write(({ verifications }) => verifications.save(phone, verification));
        expect(await read(({ verifications }) => verifications.find(phone))).to.deep.equal(verification);
      });

    test('keeps one state a number', async ({ given, read, write }) => {
      const [phone, other] = [given.phone(), given.phone()];
      await write(async ({ verifications }) => {
        await verifications.save(phone, full);
        await verifications.save(other, nothing);
        await verifications.save(phone, { ...full, tries: 4 });
        await verifications.save({ ...phone, region: '81' }, nothing);
      });
      expect(await read(({ verifications }) => verifications.find(phone))).to.deep.equal({
        ...full,
        tries: 4,
      });
      expect(await read(({ verifications }) => verifications.find(other))).to.deep.equal(nothing);
    });

    test('finds the number that holds a token, until the token is used up', async ({
      given,
      read,
      write,
    }) => {
      const phone = given.phone();
      const digest = full.token?.digest ?? '';
      await write(({ verifications }) => verifications.save(phone, full));
      expect(await read(({ verifications }) => verifications.findByToken(digest))).to.deep.equal(phone);
      await write(({ verifications }) => verifications.save(phone, { ...full, token: null }));
      expect(await read(({ verifications }) => verifications.findByToken(digest))).to.equal(null);
    });

    test('prunes those that tell of nothing since a time, and says how many', async ({
      given,
      read,
      write,
    }) => {
      const old = epochMs(at - 1);
      const states: readonly (readonly [string, Verification])[] = [
        ['nothing', nothing],
        ['a send', { ...nothing, lastSendAt: old }],
        ['a code', { ...nothing, codes: [{ reference: 'old', startedAt: old, sentAt: old }] }],
        ['a token', { ...nothing, token: { digest: 'old', expiresAt: old } }],
        ['a young send', { ...nothing, lastSendAt: at }],
        ['a young code', { ...nothing, codes: [{ reference: 'young', startedAt: old, sentAt: at }] }],
        ['a young token', { ...nothing, lastSendAt: old, token: { digest: 'young', expiresAt: at } }],
      ];
      const saved = states.map(([title, state]) => ({ title, state, phone: given.phone() }));
      await write(async ({ verifications }) => {
        for (const { phone, state } of saved) await verifications.save(phone, state);
      });
      const prune = () => write(({ verifications }) => verifications.prune(at));
      expect(await prune()).to.equal(4);
      expect(await prune()).to.equal(0);
      const kept = await read(async ({ verifications }) => {
        const titles: string[] = [];
        for (const { phone, title } of saved) if (await verifications.find(phone)) titles.push(title);
        return titles;
      });
      expect(kept).to.deep.equal(['a young send', 'a young code', 'a young token']);
    });
  });
}
