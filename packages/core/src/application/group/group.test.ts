import { expect } from 'chai';
import type { DomainErrorCode } from '../../domain/errors.js';
import type { OutboxEvent } from '../../domain/events.js';
import { epochMs, type GroupId, groupId, type UserId, userId } from '../../domain/ids.js';
import { productionRules } from '../../domain/rules.js';
import { inMemoryUnitOfWork } from '../../in-memory/unit-of-work.js';
import type { UnitOfWork } from '../../ports/unit-of-work.js';
import { said } from '../../test/said.js';
import * as useCases from '../index.js';

const clock = { now: () => epochMs(1_700_000_000_000) };
const rules = { ...productionRules, group: { maxMembers: 4, maxGroupsPerUser: 2 } };

const kith = (unitOfWork: UnitOfWork) => {
  const needs = { unitOfWork, clock, rules };
  return {
    create: useCases.createGroup(needs),
    add: useCases.addGroupMembers(needs),
    join: useCases.joinGroup(needs),
    kick: useCases.kickGroupMembers(needs),
    quit: useCases.quitGroup(needs),
    transfer: useCases.transferGroup(needs),
    dismiss: useCases.dismissGroup(needs),
    rename: useCases.renameGroup(needs),
    setBulletin: useCases.setGroupBulletin(needs),
    setPortrait: useCases.setGroupPortrait(needs),
    setDisplayName: useCases.setGroupDisplayName(needs),
    get: useCases.getGroup(needs),
    members: useCases.listGroupMembers(needs),
    mine: useCases.listMyGroups(needs),
  };
};

describe('groups', () => {
  let unitOfWork: UnitOfWork;
  let groups: ReturnType<typeof kith>;
  let users: UserId[];

  beforeEach(async () => {
    unitOfWork = inMemoryUnitOfWork({ clock, rehearse: true });
    groups = kith(unitOfWork);
    users = await unitOfWork.write((session) =>
      Promise.all(
        ['Ann', 'Bob', 'Cid', 'Dan', 'Eve'].map(async (nickname, index) => {
          const phone = { region: '86', number: `1391234000${index}` };
          return (await session.users.add({ phone, nickname, passwordHash: '', at: clock.now() })).id;
        }),
      ),
    );
  });

  const [ann, bob, cid, dan, eve] = [0, 1, 2, 3, 4].map((index) => () => users[index] as UserId) as [
    () => UserId,
    () => UserId,
    () => UserId,
    () => UserId,
    () => UserId,
  ];

  const found = async (...members: UserId[]): Promise<GroupId> => {
    const { group } = await groups.create(members[0] as UserId, { name: 'Tea', members });
    await said(unitOfWork, clock);
    return group.id;
  };

  const summary = (events: OutboxEvent[]) =>
    events.map((event) => (event.type === 'group-notice' ? `notice ${event.notice.operation}` : event.type));

  const refused = async (command: Promise<unknown>, code: DomainErrorCode) => {
    const error = await command.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.have.property('code', code);
    expect(await said(unitOfWork, clock), 'nothing is said').to.deep.equal([]);
  };

  const roster = async (group: GroupId, by = ann()) =>
    (await groups.members(by, group)).map(({ userId: id, role }) => [id, role]);

  describe('creating one', () => {
    it('lets in all who are listed, once each, and its creator as such', async () => {
      const { group, members } = await groups.create(ann(), { name: '<T>', members: [bob(), ann(), bob()] });
      expect(members).to.deep.equal([ann(), bob()]);
      expect(group).to.deep.include({
        name: '&lt;T&gt;',
        memberCount: 2,
        maxMemberCount: 4,
        creatorId: ann(),
      });
      expect(await roster(group.id)).to.deep.equal([
        [ann(), 'creator'],
        [bob(), 'member'],
      ]);
    });

    it('makes the group on the IM side before it greets it', async () => {
      await groups.create(ann(), { name: 'Tea', members: [ann(), bob()] });
      expect(summary(await said(unitOfWork, clock))).to.deep.equal(['group-created', 'notice Create']);
    });

    it('refuses a list without its creator, with an unknown user or with an unreadable id', async () => {
      await refused(
        groups.create(ann(), { name: 'Tea', members: [bob(), cid()] }),
        'group-creator-not-listed',
      );
      await refused(
        groups.create(ann(), { name: 'Tea', members: [ann(), userId(99)] }),
        'group-member-unknown',
      );
      await refused(groups.create(ann(), { name: 'Tea', members: [ann(), null] }), 'group-member-unreadable');
      expect(await groups.mine(ann())).to.deep.equal([]);
    });

    it('refuses one more group than a user may be in, however many are asked for at once', async () => {
      const create = () => groups.create(ann(), { name: 'Tea', members: [ann(), bob()] });
      const outcomes = await Promise.allSettled([create(), create(), create(), create()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(2);
      expect(await groups.mine(ann())).to.have.length(2);
    });
  });

  describe('letting in', () => {
    it('adds all or none: one who is in already refuses the whole list', async () => {
      const tea = await found(ann(), bob());
      await refused(groups.add(ann(), tea, [cid(), bob()]), 'group-member-exists');
      expect(await roster(tea)).to.have.length(2);
    });

    it('lets the newcomers in on the IM side before it tells the group, so that they hear it', async () => {
      const tea = await found(ann(), bob());
      expect(await groups.add(bob(), tea, [dan(), cid(), dan()])).to.deep.equal([cid(), dan()]);
      const events = await said(unitOfWork, clock);
      expect(summary(events)).to.deep.equal(['group-joined', 'notice Add']);
      expect(events[1]).to.deep.include({
        operator: { id: bob(), nickname: 'Bob' },
        notice: {
          operation: 'Add',
          targets: [
            { id: cid(), nickname: 'Cid' },
            { id: dan(), nickname: 'Dan' },
          ],
        },
      });
    });

    it('is refused to outsiders, and to those who were kicked', async () => {
      const tea = await found(ann(), bob());
      await refused(groups.add(cid(), tea, [dan()]), 'not-a-group-member');
      await groups.kick(ann(), tea, [bob()]);
      await said(unitOfWork, clock);
      await refused(groups.add(bob(), tea, [dan()]), 'not-a-group-member');
    });

    it('holds the member limit and the count when all join at once', async () => {
      const tea = await found(ann(), bob());
      const outcomes = await Promise.allSettled([cid(), dan(), eve()].map((user) => groups.join(user, tea)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(2);
      expect(await groups.get(tea)).to.have.property('memberCount', 4);
      expect(await roster(tea)).to.have.length(4);
    });

    it('knows no unknown group', async () => {
      await refused(groups.join(ann(), groupId(99)), 'group-unknown');
      await refused(groups.add(ann(), groupId(99), [bob()]), 'group-unknown');
    });

    it('joining twice leaves role and count alone', async () => {
      const tea = await found(ann(), bob());
      await refused(groups.join(ann(), tea), 'group-member-exists');
      expect(await roster(tea)).to.deep.include([ann(), 'creator']);
      expect(await groups.get(tea)).to.have.property('memberCount', 2);
    });

    it('brings back the display name of an earlier stay', async () => {
      const tea = await found(ann(), bob());
      await groups.setDisplayName(bob(), tea, 'Bobby');
      await groups.kick(ann(), tea, [bob()]);
      await groups.join(bob(), tea);
      expect((await groups.members(ann(), tea))[1]).to.deep.include({ displayName: 'Bobby', role: 'member' });
    });
  });

  describe('leaving', () => {
    it('tells the kicked before they are out on the IM side', async () => {
      const tea = await found(ann(), bob(), cid());
      await groups.kick(ann(), tea, [cid(), bob()]);
      expect(summary(await said(unitOfWork, clock))).to.deep.equal(['notice Kicked', 'group-left']);
      expect(await groups.get(tea)).to.have.property('memberCount', 1);
    });

    it('kicks all or none: every one of the list must be in', async () => {
      const tea = await found(ann(), bob());
      await refused(groups.kick(ann(), tea, [cid(), bob()]), 'kick-non-member');
      await refused(groups.kick(ann(), tea, [bob(), null]), 'group-member-unreadable');
      expect(await groups.get(tea)).to.have.property('memberCount', 2);
    });

    it('is forced by the creator alone, and not on the creator', async () => {
      const tea = await found(ann(), bob(), cid());
      await refused(groups.kick(bob(), tea, [cid()]), 'not-the-group-creator');
      await refused(groups.kick(dan(), tea, [cid()]), 'not-the-group-creator');
      await refused(groups.kick(bob(), tea, [ann()]), 'not-the-group-creator');
      await refused(groups.kick(ann(), tea, [ann(), bob()]), 'kick-yourself');
    });

    it('takes the roster from who left', async () => {
      const tea = await found(ann(), bob());
      await groups.quit(bob(), tea);
      await said(unitOfWork, clock);
      await refused(groups.members(bob(), tea), 'not-a-group-member');
    });

    it("passes the creator's group to the member with the lowest id", async () => {
      const tea = await found(cid(), dan(), bob());
      await groups.quit(cid(), tea);
      expect(await roster(tea, bob())).to.deep.equal([
        [bob(), 'creator'],
        [dan(), 'member'],
      ]);
      expect(await groups.get(tea)).to.deep.include({ creatorId: bob(), memberCount: 2 });
      const [notice] = await said(unitOfWork, clock);
      expect(notice).to.deep.include({
        notice: { operation: 'Quit', target: { id: cid(), nickname: 'Cid' }, newCreatorId: bob() },
      });
    });

    it('dismisses the group with the last one, on the IM side too', async () => {
      const tea = await found(ann(), bob());
      await groups.quit(bob(), tea);
      await said(unitOfWork, clock);
      await groups.quit(ann(), tea);
      expect(summary(await said(unitOfWork, clock))).to.deep.equal([
        'notice Quit',
        'group-left',
        'group-dismissed',
      ]);
      expect(await groups.get(tea)).to.deep.include({
        memberCount: 0,
        creatorId: ann(),
        dismissedAt: clock.now(),
      });
    });

    it('is for members only', async () => {
      const tea = await found(ann(), bob());
      await refused(groups.quit(cid(), tea), 'not-a-group-member');
      await refused(groups.quit(cid(), groupId(99)), 'group-unknown');
    });
  });

  describe('ruling', () => {
    it('transfers to a member: there is one creator before and after', async () => {
      const tea = await found(ann(), bob());
      await groups.transfer(ann(), tea, bob());
      expect(await roster(tea)).to.deep.equal([
        [ann(), 'member'],
        [bob(), 'creator'],
      ]);
      expect(await groups.get(tea)).to.have.property('creatorId', bob());
      await said(unitOfWork, clock);
      await refused(groups.transfer(ann(), tea, bob()), 'not-the-group-creator');
      await refused(groups.transfer(bob(), tea, cid()), 'transfer-target-unknown');
      await refused(groups.transfer(bob(), tea, bob()), 'transfer-to-yourself');
    });

    it('of two transfers at once, one is too late', async () => {
      const tea = await found(ann(), bob(), cid());
      const outcomes = await Promise.allSettled([bob(), cid()].map((to) => groups.transfer(ann(), tea, to)));
      expect(outcomes.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect((await roster(tea)).filter(([, role]) => role === 'creator')).to.have.length(1);
    });

    it('is for the creator alone: the IM side hears nothing of what is refused', async () => {
      const tea = await found(ann(), bob());
      for (const command of [
        groups.dismiss(bob(), tea),
        groups.dismiss(cid(), tea),
        groups.dismiss(ann(), groupId(99)),
        groups.rename(bob(), tea, 'Coffee'),
        groups.setBulletin(bob(), tea, 'hi'),
        groups.setPortrait(bob(), tea, 'http://a.com/new'),
      ])
        await refused(command, 'group-unknown-or-not-creator');
    });

    it('dismisses once and for all: members go, name and creator stay', async () => {
      const tea = await found(ann(), bob());
      await groups.dismiss(ann(), tea);
      expect(summary(await said(unitOfWork, clock))).to.deep.equal(['notice Dismiss', 'group-dismissed']);
      expect(await groups.get(tea)).to.deep.include({ name: 'Tea', memberCount: 0, creatorId: ann() });
      await refused(groups.join(cid(), tea), 'group-unknown');
      await refused(groups.quit(ann(), tea), 'group-unknown');
      await refused(groups.rename(ann(), tea, 'Coffee'), 'group-unknown-or-not-creator');
      await refused(groups.setDisplayName(ann(), tea, 'x'), 'group-unknown');
      await refused(groups.members(ann(), tea), 'group-unknown');
    });

    it('renames here and on the IM side, escaped', async () => {
      const tea = await found(ann(), bob());
      await groups.rename(ann(), tea, 'a>b');
      expect(await groups.get(tea)).to.have.property('name', 'a&gt;b');
      expect(summary(await said(unitOfWork, clock))).to.deep.equal(['group-renamed', 'notice Rename']);
    });

    it('sets portrait and bulletin without a word', async () => {
      const tea = await found(ann(), bob());
      await groups.setPortrait(ann(), tea, 'http://a.com/new');
      await groups.setBulletin(ann(), tea, 'at five');
      await groups.setBulletin(ann(), tea, '');
      expect(await groups.get(tea)).to.deep.include({ portraitUri: 'http://a.com/new', bulletin: '' });
      expect(await said(unitOfWork, clock)).to.deep.equal([]);
    });
  });
});
