import { expect } from 'chai';
import type { Clock, EpochMs, UnitOfWork, UserId } from '../index.js';
import { noVersion, userId } from '../index.js';
import { inMemoryClock } from './clock.js';
import { inMemoryStore } from './store.js';
import { inMemoryUnitOfWork } from './unit-of-work.js';

const addUser = (unitOfWork: UnitOfWork, number: string, at: EpochMs) =>
  unitOfWork.write(({ users }) =>
    users.add({ phone: { region: '86', number }, nickname: number, passwordHash: '', at }),
  );
const versionOf = (unitOfWork: UnitOfWork, user: UserId) =>
  unitOfWork.read(({ changes }) => changes.pull(user, { since: noVersion, era: null }));
const rejection = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => '',
    (error: unknown) => String(error),
  );

describe('a unit of work in memory', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = inMemoryClock();
  });

  it('shares its data with another one on the same store: no id and no version is given twice', async () => {
    const store = inMemoryStore();
    const both = [inMemoryUnitOfWork({ clock, store }), inMemoryUnitOfWork({ clock, store })];
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        Promise.all(both.map((each, which) => addUser(each, `139${which}${turn}`, clock.now()))),
      ),
    );
    const ids = made.flat().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(20);
    const [first] = both;
    const versions = first ? await Promise.all(ids.map((id) => versionOf(first, id))) : [];
    expect(new Set(versions.map(({ user }) => user?.version)).size).to.equal(20);
  });

  it('is opened while another one writes, and takes nothing from it', async () => {
    const store = inMemoryStore();
    const before = inMemoryUnitOfWork({ clock, store });
    const writing = addUser(before, '1390001', clock.now());
    const after = inMemoryUnitOfWork({ clock, store });
    const { id } = await writing;
    expect(await after.read(({ users }) => users.find(id))).to.include({ nickname: '1390001' });
  });

  it('leaves a snapshot as it was when it was taken', async () => {
    const store = inMemoryStore();
    const unitOfWork = inMemoryUnitOfWork({ clock, store });
    const { id } = await addUser(unitOfWork, '1390001', clock.now());
    const snapshot = store.snapshot();
    await unitOfWork.write(({ users }) => users.setProfile(id, { nickname: 'later' }, clock.now()));
    const restored = inMemoryUnitOfWork({ clock, store: inMemoryStore(snapshot) });
    expect(await restored.read(({ users }) => users.find(id))).to.include({ nickname: '1390001' });
    expect(await unitOfWork.read(({ users }) => users.find(id))).to.include({ nickname: 'later' });
  });

  it('rehearses when asked to: work runs twice, and counts once', async () => {
    const unitOfWork = inMemoryUnitOfWork({ clock, rehearse: true });
    let runs = 0;
    const user = await unitOfWork.write(async ({ users }) => {
      runs += 1;
      const phone = { region: '86', number: '1390001' };
      return users.add({ phone, nickname: 'Ann', passwordHash: '', at: clock.now() });
    });
    expect(runs).to.equal(2);
    expect(user.id).to.equal(1);
  });

  it('refuses locks in an order in which a database could come to a deadlock', async () => {
    const unitOfWork = inMemoryUnitOfWork({ clock });
    const { id: group } = await unitOfWork.write(({ groups }) =>
      groups.add({ name: 'walkers', creatorId: userId(1), maxMemberCount: 500, at: clock.now() }),
    );
    const backwards = unitOfWork.write(async ({ lockUsers, lockGroup }) => {
      await lockGroup(group);
      await lockUsers([userId(1)]);
    });
    const spend = unitOfWork.write(async ({ lockSmsSpend, lockPhone }) => {
      await lockSmsSpend(['total']);
      await lockPhone({ region: '86', number: '13900000001' });
    });
    const piecemeal = unitOfWork.write(async ({ lockUsers }) => {
      await lockUsers([userId(2)]);
      await lockUsers([userId(1)]);
    });
    expect(await rejection(backwards)).to.include('not users now');
    expect(await rejection(spend)).to.include('not phone now');
    expect(await rejection(piecemeal)).to.include('not users now');
  });
});
