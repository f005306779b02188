import {
  type Clock,
  createUseCases,
  epochMs,
  type Phone,
  productionRules,
  type Rules,
  unlimitedSms,
} from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import { fakeClock, settle } from '@kith/testing';
import { expect } from 'chai';
import { describeOnMysql, emptyMysqlDatabase } from './test/mysql-store.js';
import { type Place, places } from './test/places.js';
import { emptyDatabase } from './test/postgres-store.js';
import { sqliteFile } from './test/sqlite-file.js';

const hour = 3_600_000;
const rulesWith = (smsSpend: Partial<Rules['smsSpend']>): Rules => ({
  ...productionRules,
  smsSpend: { ...unlimitedSms, ...smsSpend },
});
const neighbours = (count: number): readonly Phone[] =>
  Array.from({ length: count }, (_, turn) => ({ region: '86', number: `1391234${1_000 + turn}` }));
/** One number of each of so many prefixes. */
const strangers = (count: number): readonly Phone[] =>
  Array.from({ length: count }, (_, turn) => ({ region: '86', number: `139${1_000 + turn}0001` }));

/** Two servers over one database, which send to one inbox. */
async function twoServers(place: Place, clock: Clock, rules: Rules) {
  const stores = [await place.open(clock), await place.open(clock)];
  const ports = { ...inMemoryPorts({ rules }), clock };
  const kiths = stores.map(({ unitOfWork }) => createUseCases({ ...ports, unitOfWork }));
  return {
    inbox: ports.smsVerifier,
    raised: ports.alerts.raised,
    sendAll: (phones: readonly Phone[]) =>
      settle(phones.flatMap((phone, turn) => kiths[turn % kiths.length]?.sendCode(phone) ?? [])),
    sendEach: (phone: Phone) => settle(kiths.map((kith) => kith.sendCode(phone))),
    verify: (phone: Phone, code: string) => settle(kiths.map((kith) => kith.verifyCode(phone, code))),
    close: () => Promise.all(stores.map(({ close }) => close())),
  };
}

for (const [name, placeFor, define] of places)
  define(`the spend guard, on ${name}, with two servers`, function () {
    // The first one starts the server.
    this.timeout(60_000);

    for (const [title, limits, phones] of [
      ['one prefix', { prefix: { limit: 7, windowMs: hour } }, neighbours(50)],
      ['all numbers', { total: { limit: 7, windowMs: hour } }, strangers(50)],
      [
        'one prefix of all numbers',
        { prefix: { limit: 9, windowMs: hour }, total: { limit: 7, windowMs: hour } },
        neighbours(50),
      ],
    ] as const)
      it(`sends no more than the limit of ${title} when 50 ask at once`, async () => {
        const clock = fakeClock();
        const { inbox, sendAll, close } = await twoServers(await placeFor(clock), clock, rulesWith(limits));
        const { fulfilled, reasons } = await sendAll(phones);
        expect(fulfilled).to.equal(7);
        for (const reason of reasons) expect(reason).to.have.property('code', 'code-throttled');
        expect(inbox.inbox).to.have.lengthOf(7);
        await close();
      });

    it('sends no more than the limit of one number, one after another', async () => {
      const clock = fakeClock();
      const [ann = { region: '', number: '' }] = neighbours(1);
      const { inbox, sendEach, close } = await twoServers(await placeFor(clock), clock, productionRules);
      for (let turn = 0; turn < 12; turn += 1) {
        await sendEach(ann);
        clock.advance(60_000);
      }
      expect(inbox.inbox).to.have.lengthOf(10);
      await close();
    });

    it('takes all back that a provider did not send, however many come at once', async () => {
      const clock = fakeClock();
      const place = await placeFor(clock);
      const rules = rulesWith({
        total: { limit: 50, windowMs: hour },
        prefix: { limit: 50, windowMs: hour },
      });
      const { inbox, sendAll, close } = await twoServers(place, clock, rules);
      inbox.failNext(50);
      const { reasons } = await sendAll(neighbours(50));
      for (const reason of reasons) expect(reason).to.have.property('code', 'sms-unavailable');
      expect(reasons).to.have.lengthOf(50);
      expect(await sendAll(neighbours(50))).to.deep.equal({ fulfilled: 50, reasons: [] });
      await close();
    });

    it('pauses a prefix once, and tells of it once, when 50 ask at once', async () => {
      const clock = fakeClock();
      const conversion = { atLeast: 0.5, sample: 4, windowMs: 24 * hour, pauseMs: hour };
      const servers = await twoServers(await placeFor(clock), clock, rulesWith({ conversion }));
      await servers.sendAll(neighbours(4));
      clock.advance(hour);
      const { fulfilled } = await servers.sendAll(neighbours(50));
      expect(fulfilled).to.equal(0);
      expect(servers.raised).to.have.lengthOf(1);
      expect(servers.inbox.inbox).to.have.lengthOf(4);
      await servers.close();
    });

    it('counts a code that is verified twice at once as one', async () => {
      const clock = fakeClock();
      const place = await placeFor(clock);
      const { inbox, sendAll, verify, close } = await twoServers(place, clock, productionRules);
      const [ann = { region: '', number: '' }] = neighbours(1);
      await sendAll(neighbours(3));
      const { fulfilled, reasons } = await verify(ann, inbox.lastCode(ann));
      expect(fulfilled).to.equal(1);
      expect(reasons[0]).to.have.property('code', 'code-expired');
      await close();

      const { unitOfWork, close: closeAgain } = await place.open(clock);
      const ledger = await unitOfWork.write(({ smsSpend }) => smsSpend.findMany(['prefix:86 1391234']));
      const [slot] = ledger.get('prefix:86 1391234')?.slots ?? [];
      expect(slot).to.include({ sent: 3, verified: 1 });
      await closeAgain();
    });
  });

/** Where one who writes does not keep out all others. */
for (const [name, placeFor, define] of [
  ['PostgreSQL', emptyDatabase, describe],
  ['MySQL', emptyMysqlDatabase, describeOnMysql],
] as const)
  define(`clearing away counts of SMS, on ${name}`, function () {
    this.timeout(60_000);

    it('waits for nobody, and leaves alone what somebody is about to change', async () => {
      const clock = fakeClock();
      const { unitOfWork, close } = await (await placeFor(clock)).open(clock);
      const over = { slots: [], pausedUntil: null, expiresAt: epochMs(1) };
      const keys = ['number:86 1', 'total'] as const;
      await unitOfWork.write(({ smsSpend }) => smsSpend.save(new Map(keys.map((key) => [key, over]))));
      const pruned = await unitOfWork.write(async ({ lockSmsSpend }) => {
        await lockSmsSpend(['total']);
        return unitOfWork.write(({ smsSpend }) => smsSpend.prune(clock.now()));
      });
      expect(pruned).to.equal(1);
      const left = await unitOfWork.write(({ smsSpend }) => smsSpend.findMany(keys));
      expect([...left.keys()]).to.deep.equal(['total']);
      await close();
    });
  });

describe('counts of SMS, on SQLite', () => {
  it('do not move the version clock: nobody has to sync for them', async () => {
    const file = sqliteFile();
    const clock = fakeClock();
    const last = () => file.aside((db) => db('version_clock').first('last'));
    const { unitOfWork, close } = await file.open(clock);
    const before = await last();
    const ports = { ...inMemoryPorts({ rules: productionRules }), unitOfWork, clock };
    const { sendCode, verifyCode } = createUseCases(ports);
    const [ann = { region: '', number: '' }] = neighbours(1);
    await sendCode(ann);
    await verifyCode(ann, ports.smsVerifier.lastCode(ann));
    expect(await last()).to.deep.equal(before);
    await close();
    expect(await file.aside((db) => db('sms_spend').pluck('key'))).to.have.lengthOf(3);
  });
});
