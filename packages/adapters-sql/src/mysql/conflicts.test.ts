import type { UserId } from '@kith/core';
import { builders, expectRefusal, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { describeOnMysql, emptyMysqlDatabase } from '../test/mysql-store.js';

describeOnMysql('writes that meet on MySQL', function () {
  this.timeout(30_000);

  async function world(
    options: { readonly lockTimeoutMs?: number; readonly pause?: () => Promise<void> } = {},
  ) {
    const clock = fakeClock();
    const database = await emptyMysqlDatabase(clock);
    const store = await database.open(clock, options);
    const [ann, ben] = await builders(store.unitOfWork, clock).users(2);
    return { ...store, clock, database, ann: ann.id, ben: ben.id };
  }

  it('are run again after a deadlock, until both are done', async () => {
    const { unitOfWork, clock, ann, ben, close } = await world();
    let runs = 0;
    let arrived = 0;
    let bothHoldOne: () => void = () => {};
    const meeting = new Promise<void>((resolve) => {
      bothHoldOne = resolve;
    });
    const rename = (first: UserId, second: UserId) =>
      unitOfWork.write(async ({ lockUsers, users }) => {
        runs += 1;
        await lockUsers([first]);
        arrived += 1;
        if (arrived === 2) bothHoldOne();
        await meeting;
        await lockUsers([second]);
        await users.setProfile(first, { nickname: `renamed with ${second}` }, clock.now());
      });
    await Promise.all([rename(ann, ben), rename(ben, ann)]);
    expect(runs).to.be.greaterThan(2);
    await unitOfWork.read(async ({ users }) => {
      expect(await users.find(ann)).to.include({ nickname: `renamed with ${ben}` });
      expect(await users.find(ben)).to.include({ nickname: `renamed with ${ann}` });
    });
    await close();
  });

  it('are run again when they have waited for a lock too long, and go through once it is free', async () => {
    let release = async () => {};
    const { unitOfWork, database, clock, ann, close } = await world({
      lockTimeoutMs: 1_000,
      pause: () => release(),
    });
    await database.aside(async (other) => {
      release = async () => {
        await other.query('rollback');
      };
      await other.query('begin');
      await other.query('select * from users where id = ? for update', [ann]);
      await unitOfWork.write(async ({ lockUsers, users }) => {
        await lockUsers([ann]);
        await users.setProfile(ann, { nickname: 'Anna' }, clock.now());
      });
    });
    expect(await unitOfWork.read(({ users }) => users.find(ann))).to.include({ nickname: 'Anna' });
    await close();
  });

  it('fail as unavailable when it does not become free, and others go on meanwhile', async () => {
    const { unitOfWork, database, ann, ben, close } = await world({ lockTimeoutMs: 1_000 });
    await database.aside(async (other) => {
      await other.query('begin');
      await other.query('select * from users where id = ? for update', [ann]);
      const giveBack = hurry();
      const waiting = expectRefusal(
        unitOfWork.write(({ lockUsers }) => lockUsers([ann])),
        'storage-unavailable',
      );
      await unitOfWork.write(({ lockUsers }) => lockUsers([ben]));
      await waiting;
      giveBack();
      await other.query('rollback');
    });
    await close();
  });

  it('lock nobody but whom they name', async () => {
    const { unitOfWork, ann, ben, close } = await world();
    await unitOfWork.write(async ({ lockUsers }) => {
      await lockUsers([ann]);
      await unitOfWork.write((other) => other.lockUsers([ben]));
    });
    await close();
  });

  it('lock a phone number that is not known, and not the others', async () => {
    const { unitOfWork, close } = await world();
    const steps: string[] = [];
    const phone = { region: '86', number: '13900000001' };
    let others: Promise<void> = Promise.resolve();
    await unitOfWork.write(async ({ lockPhone }) => {
      await lockPhone(phone);
      others = unitOfWork.write(async (other) => {
        await other.lockPhone(phone);
        steps.push('the second holds it');
      });
      await unitOfWork.write((other) => other.lockPhone({ ...phone, number: '13900000002' }));
      steps.push('the first goes');
    });
    await others;
    expect(steps).to.deep.equal(['the first goes', 'the second holds it']);
    await close();
  });
});

/** Every look at the time finds it ten seconds later than the last. @returns gives the system its own time back */
function hurry(): () => void {
  const own = performance.now;
  let later = 0;
  performance.now = () => {
    later += 10_000;
    return own.call(performance) + later;
  };
  return () => {
    performance.now = own;
  };
}
