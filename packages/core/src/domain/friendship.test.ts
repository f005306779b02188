import { expect } from 'chai';
import fc from 'fast-check';
import { isDomainError } from './errors.js';
import {
  answerRequest,
  answers,
  blockedFriendship,
  deleteFriendship,
  type FriendshipStatus,
  friendshipStatus,
  invitations,
  invite,
  type Pair,
  renameFriend,
  type Side,
} from './friendship.js';
import { epochMs, userId } from './ids.js';
import { developmentRules, productionRules } from './rules.js';

const me = userId(1);
const them = userId(2);
const now = epochMs(1_000_000_000_000);
const day = 24 * 60 * 60 * 1_000;
type State = FriendshipStatus | 'absent';
const states = ['absent', ...(Object.keys(friendshipStatus) as FriendshipStatus[])] as const;

const side = (status: State, ageMs = 0): Side | null =>
  status === 'absent'
    ? null
    : { status, displayName: 'pal', message: 'old request', updatedAt: epochMs(now - ageMs) };

const pair = (mine: State, theirs: State, more: Partial<Pair> & { ageMs?: number } = {}): Pair => {
  const { ageMs, ...blocks } = more;
  return { mine: side(mine, ageMs), theirs: side(theirs), iBlockThem: false, theyBlockMe: false, ...blocks };
};

const inviting = (given: Pair, { to = them, rules = productionRules } = {}) =>
  invite(given, { me, them: to, message: 'hello' }, now, rules);

describe('inviting a friend', () => {
  it('asks a stranger: I am requesting, they are requested and keep the text', () => {
    expect(inviting(pair('absent', 'absent'))).to.deep.equal({
      action: 'Sent',
      change: {
        mine: { status: 'requesting' },
        theirs: { status: 'requested', message: 'hello' },
        tell: 'Request',
      },
    });
  });

  it('of two crossing invitations the second accepts, and tells the one who asked first', () => {
    expect(inviting(pair('requested', 'requesting'))).to.deep.equal({
      action: 'Added',
      change: { mine: { status: 'agreed' }, theirs: { status: 'agreed' }, tell: 'AcceptResponse' },
    });
  });

  it('resumes at once with someone I deleted who still has me, leaving their side as it is', () => {
    expect(inviting(pair('deleted', 'agreed'))).to.deep.equal({
      action: 'Added',
      change: { mine: { status: 'agreed' } },
    });
  });

  it('asks anew whoever deleted me, and after both deleted each other', () => {
    expect(inviting(pair('agreed', 'deleted')).action).to.equal('Sent');
    expect(inviting(pair('deleted', 'deleted')).action).to.equal('Sent');
  });

  it('refuses a friend, naming them', () => {
    expect(() => inviting(pair('agreed', 'agreed')))
      .to.throw()
      .with.deep.include({ code: 'already-friends', data: { user: them } });
  });

  it('lets the one who ignored a request accept it after all', () => {
    expect(inviting(pair('ignored', 'requesting')).action).to.equal('Added');
  });

  for (const [theirs, days] of [
    ['ignored', 1],
    ['requested', 3],
  ] as const) {
    it(`repeats a request that is ${theirs} only when more than ${days} day(s) have passed`, () => {
      expect(inviting(pair('requesting', theirs, { ageMs: days * day })).action).to.equal('None');
      expect(inviting(pair('requesting', theirs, { ageMs: days * day + 1 })).action).to.equal('Sent');
    });

    it(`counts seconds instead of days in development (${theirs})`, () => {
      const after = (ageMs: number) =>
        inviting(pair('requesting', theirs, { ageMs }), { rules: developmentRules }).action;
      expect(after(days * 1_000)).to.equal('None');
      expect(after(days * 1_000 + 1)).to.equal('Sent');
    });
  }

  for (const mine of states)
    for (const theirs of states)
      it(`changes nothing when they block me (${mine}/${theirs})`, () => {
        expect(inviting(pair(mine, theirs, { theyBlockMe: true, ageMs: 9 * day }))).to.deep.equal({
          action: 'None',
          change: {},
        });
      });

  it('lifts my own block of them, but never theirs of me', () => {
    const { change } = inviting(pair('deleted', 'agreed', { iBlockThem: true }));
    expect(change).to.deep.include({ liftMyBlock: true });
  });

  it('leaves my block alone when the invitation does nothing', () => {
    const { action, change } = inviting(pair('requesting', 'requested', { iBlockThem: true }));
    expect({ action, change }).to.deep.equal({ action: 'None', change: {} });
  });

  it('heals a pair of which one row is missing', () => {
    expect(inviting(pair('absent', 'agreed')).change).to.deep.include({ mine: { status: 'agreed' } });
    expect(inviting(pair('absent', 'requesting')).action).to.equal('Added');
    expect(inviting(pair('requesting', 'absent')).action).to.equal('Sent');
  });

  describe('oneself', () => {
    const self = (status: State) =>
      invite(pair(status, status), { me, them: me, message: 'hi' }, now, productionRules);

    it('befriends at once and tells nobody', () => {
      expect(self('absent')).to.deep.equal({ action: 'Added', change: { mine: { status: 'agreed' } } });
    });
    it('befriends again after deletion', () => {
      expect(self('deleted')).to.deep.equal({ action: 'Added', change: { mine: { status: 'agreed' } } });
    });
    it('is refused while one is', () => {
      expect(() => self('agreed'))
        .to.throw()
        .with.property('code', 'already-friends');
    });
  });

  it('has the whole table as documented', () => {
    const short = {
      send: 'Sent',
      'send-after-ignored': 'Sent>1d',
      'send-after-requested': 'Sent>3d',
      accept: 'Added',
      resume: 'Added*',
      nothing: '-',
      friends: '400',
    } as const;
    const table = Object.entries(invitations).map(([mine, row]) =>
      [mine, ...Object.values(row).map((outcome) => short[outcome])].join(' '),
    );
    expect(table).to.deep.equal([
      'absent Sent Added Sent Added* Sent Sent',
      'requesting Sent Added Sent>3d Added* Sent>1d -',
      'requested Added Added - Added* - -',
      'agreed Sent Added - 400 - Sent',
      'ignored Sent Added - Added* - -',
      'deleted Sent Added - Added* - Sent',
    ]);
  });
});

describe('answering a friend request', () => {
  it('agrees: both sides are friends, and the one who asked hears it', () => {
    expect(answerRequest('agree', pair('requested', 'requesting'))).to.deep.equal({
      mine: { status: 'agreed' },
      theirs: { status: 'agreed' },
      tell: 'AcceptResponse',
    });
  });

  it('ignores the first request, silently and on my side alone', () => {
    expect(answerRequest('ignore', pair('requested', 'requesting'))).to.deep.equal({
      mine: { status: 'ignored' },
    });
  });

  it('agreeing with a friend changes nothing and tells nobody', () => {
    expect(answerRequest('agree', pair('agreed', 'agreed'))).to.deep.equal({});
  });

  for (const theirs of states.filter((state) => state !== 'agreed'))
    it(`agreeing cannot bring back a friendship that the other side does not have (20/${theirs})`, () => {
      expect(() => answerRequest('agree', pair('agreed', theirs)))
        .to.throw()
        .with.property('code', 'friendship-state');
    });

  it('cannot agree while they block me; my own block ends with the agreement', () => {
    expect(() => answerRequest('agree', pair('requested', 'requesting', { theyBlockMe: true })))
      .to.throw()
      .with.property('code', 'friendship-state');
    expect(answerRequest('agree', pair('requested', 'requesting', { iBlockThem: true }))).to.deep.include({
      liftMyBlock: true,
    });
  });

  for (const command of ['agree', 'ignore'] as const)
    for (const mine of states.filter((state) => answers[command][state] === 'refused'))
      it(`cannot ${command} when my side is ${mine}`, () => {
        expect(() => answerRequest(command, pair(mine, 'requesting')))
          .to.throw()
          .with.property('code', 'friendship-state');
      });
});

describe('letting go of a friend', () => {
  it('clears my side, and leaves theirs for them to delete', () => {
    const letGo = { mine: { status: 'deleted', displayName: '', message: '' } };
    expect(deleteFriendship(pair('agreed', 'agreed'))).to.deep.equal(letGo);
    expect(deleteFriendship(pair('agreed', 'deleted'))).to.deep.equal(letGo);
  });

  it('blocking ends my side too: nobody is friend and blocked at once', () => {
    expect(blockedFriendship(pair('agreed', 'agreed')).mine).to.deep.include({ status: 'deleted' });
  });

  for (const mine of states.filter((state) => state !== 'agreed')) {
    it(`cannot delete or rename when my side is ${mine}`, () => {
      expect(() => deleteFriendship(pair(mine, 'agreed')))
        .to.throw()
        .with.property('code', 'friendship-state');
      expect(() => renameFriend(pair(mine, 'agreed'), 'x'))
        .to.throw()
        .with.property('code', 'friendship-state');
    });
    it(`blocking leaves my side as it is when it is ${mine}`, () => {
      expect(blockedFriendship(pair(mine, 'agreed'))).to.deep.equal({});
    });
  }
});

describe('a pair of users', () => {
  const legal = new Set(
    [
      'absent/absent',
      'requesting/requested',
      'requesting/ignored',
      'agreed/agreed',
      'agreed/deleted',
      'deleted/deleted',
    ].flatMap((states) => [states, states.split('/').reverse().join('/')]),
  );
  const command = fc.record({
    name: fc.constantFrom('invite', 'agree', 'ignore', 'delete', 'block', 'unblock'),
    byFirst: fc.boolean(),
    afterMs: fc.constantFrom(0, day + 1, 4 * day),
  });

  it('stays in the documented states, and never friend and blocker at once, whatever they do', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let world: Pair = pair('absent', 'absent');
        let time = now as number;
        for (const { name, byFirst, afterMs } of commands) {
          time += afterMs;
          world = byFirst ? step(world, name, time) : swap(step(swap(world), name, time));
          const states = `${world.mine?.status ?? 'absent'}/${world.theirs?.status ?? 'absent'}`;
          expect(legal, `${name} led to ${states}`).to.include(states);
          expect(world.iBlockThem && world.mine?.status === 'agreed', 'blocks a friend').to.equal(false);
          expect(world.theyBlockMe && world.theirs?.status === 'agreed', 'blocks a friend').to.equal(false);
        }
      }),
    );
  });

  const swap = ({ mine, theirs, iBlockThem, theyBlockMe }: Pair): Pair => ({
    mine: theirs,
    theirs: mine,
    iBlockThem: theyBlockMe,
    theyBlockMe: iBlockThem,
  });

  function step(world: Pair, name: string, time: number): Pair {
    if (name === 'unblock') return { ...world, iBlockThem: false };
    const change = changeOf(world, name, time);
    const write = (before: Side | null, after: Partial<Side> | undefined): Side | null =>
      after
        ? { status: 'deleted', displayName: '', message: '', ...before, ...after, updatedAt: epochMs(time) }
        : before;
    return {
      mine: write(world.mine, change.mine),
      theirs: write(world.theirs, change.theirs),
      iBlockThem: name === 'block' || (world.iBlockThem && !change.liftMyBlock),
      theyBlockMe: world.theyBlockMe,
    };
  }

  function changeOf(world: Pair, name: string, time: number) {
    try {
      if (name === 'invite')
        return invite(world, { me, them, message: 'm' }, epochMs(time), productionRules).change;
      if (name === 'agree' || name === 'ignore') return answerRequest(name, world);
      return name === 'delete' ? deleteFriendship(world) : blockedFriendship(world);
    } catch (error) {
      if (!isDomainError(error, 'already-friends') && !isDomainError(error, 'friendship-state')) throw error;
      return {};
    }
  }
});
