import { epochMs, type SmsLedger, type SmsSpend, type SmsSpendKey } from '@kith/core';
import { expect } from 'chai';
import { rejectionOf, type TestApi, times } from '../test-api.js';
import { type OpenStore, testsOn, type World } from '../test-store.js';

/** The promises of `SmsSpendRepository`, and of its lock. */
export function smsSpendRepositoryContract(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);
  const at = epochMs(1_700_000_000_000);
  const later = epochMs(at + 3_600_000);
  const number: SmsSpendKey = 'number:86 13912345678';
  const prefix: SmsSpendKey = 'prefix:86 1391234';
  const all = [number, prefix, 'total'] as const;

  const counted: SmsSpend = {
    slots: [
      { at, sent: 2_000_000, verified: 3 },
      { at: epochMs(at + 600_000), sent: 1, verified: 0 },
    ],
    pausedUntil: null,
    expiresAt: later,
  };
  const paused: SmsSpend = { slots: [], pausedUntil: later, expiresAt: later };
  const aDay: SmsSpend = {
    slots: times(144).map((turn) => ({ at: epochMs(at + turn * 600_000), sent: 123, verified: 45 })),
    pausedUntil: null,
    expiresAt: later,
  };

  const save = ({ write }: World, ...states: (readonly [SmsSpendKey, SmsSpend])[]) =>
    write(async ({ lockSmsSpend, smsSpend }) => {
      await lockSmsSpend(states.map(([key]) => key));
      await smsSpend.save(new Map(states));
    });
  const find = ({ write }: World, ...keys: SmsSpendKey[]): Promise<SmsLedger> =>
    write(({ smsSpend }) => smsSpend.findMany(keys));
  const sentOf = (ledger: SmsLedger, key: SmsSpendKey): number => ledger.get(key)?.slots[0]?.sent ?? 0;
  const withOneMore = (ledger: SmsLedger, keys: readonly SmsSpendKey[]): SmsLedger =>
    new Map(
      keys.map((key) => [key, { ...counted, slots: [{ at, sent: sentOf(ledger, key) + 1, verified: 0 }] }]),
    );

  api.describe('a repository of what was spent on SMS', () => {
    test('knows nothing of what was never counted', async (world) => {
      expect(await find(world, ...all)).to.deep.equal(new Map());
      expect(await find(world)).to.deep.equal(new Map());
    });

    test('gives back states by their keys', async (world) => {
      await save(world, [number, counted], ['total', aDay], [prefix, paused]);
      expect(await find(world, prefix, 'total', number)).to.deep.equal(
        new Map([
          [number, counted],
          [prefix, paused],
          ['total', aDay],
        ]),
      );
      expect(await find(world, prefix)).to.deep.equal(new Map([[prefix, paused]]));
    });

    test('keeps one state a key, and leaves alone those that are not named', async (world) => {
      await save(world, [number, counted], [prefix, counted]);
      await save(world, [prefix, paused]);
      await world.write(({ smsSpend }) => smsSpend.save(new Map()));
      expect(await find(world, ...all)).to.deep.equal(
        new Map([
          [number, counted],
          [prefix, paused],
        ]),
      );
    });

    test('undoes what a write did that failed', async (world) => {
      await save(world, [prefix, counted]);
      await rejectionOf(
        world.write(async ({ lockSmsSpend, smsSpend }) => {
          await lockSmsSpend(all);
          await smsSpend.save(withOneMore(await smsSpend.findMany(all), all));
          throw new Error('no');
        }),
      );
      expect(await find(world, ...all)).to.deep.equal(new Map([[prefix, counted]]));
    });

    test('lockSmsSpend serialises what is decided, also of what was never seen, in whatever order it is named', async (world) => {
      await Promise.all(
        times(20).map((turn) =>
          world.write(async ({ lockSmsSpend, smsSpend }) => {
            const keys = turn % 2 ? all : [...all].reverse();
            await lockSmsSpend(keys);
            await smsSpend.save(withOneMore(await smsSpend.findMany(keys), keys));
          }),
        ),
      );
      const ledger = await find(world, ...all);
      expect(all.map((key) => sentOf(ledger, key))).to.deep.equal([20, 20, 20]);
    });

    test('prunes what expired before a time, and says how many', async (world) => {
      await save(world, [number, { ...counted, expiresAt: at }], [prefix, { ...paused, expiresAt: at }]);
      await save(world, ['total', counted]);
      const prune = (before: number) => world.write(({ smsSpend }) => smsSpend.prune(epochMs(before)));
      expect(await prune(at)).to.equal(0);
      expect(await prune(at + 1)).to.equal(2);
      expect(await prune(at + 1)).to.equal(0);
      expect(await find(world, ...all)).to.deep.equal(new Map([['total', counted]]));
    });

    test('keeps nothing for good of what was only locked', async (world) => {
      await world.write(async ({ lockSmsSpend }) => {
        await lockSmsSpend(all);
      });
      await world.write(({ lockSmsSpend }) => lockSmsSpend([]));
      await world.write(({ smsSpend }) => smsSpend.prune(at));
      expect(await find(world, ...all)).to.deep.equal(new Map());
    });
  });
}
