import { expect } from 'chai';
import { befriend, type Kit } from './kit.js';
import {
  agree,
  block,
  expectStatuses,
  ignore,
  legalPairs,
  pairOf,
  rowFor,
  rows,
  unfriend,
  wrongState,
} from './pairs.js';

/** Agreeing, ignoring, deleting, naming, and reading friends (docs/wire/friends.md). */
export function friendshipAnswersArea(kit: Kit): void {
  const { describe, it, someone, people, pass, heardDuring, rowOf, strangerId } = kit;
  const pairs = Object.keys(legalPairs);

  const becomes = {
    agree: { '11/10': '20/20', '20/20': '20/20' },
    ignore: { '11/10': '21/10' },
    delete: { '20/20': '30/20', '20/30': '30/30' },
  } as const satisfies Record<string, Record<string, string>>;

  for (const [command, allowed] of Object.entries(becomes) as [string, Record<string, string>][])
    describe(command, () => {
      for (const pair of pairs) {
        const after = allowed[pair];
        it(after ? `makes ${pair} ${after}` : `is refused at ${pair}`, async () => {
          const [ann, bob] = await pairOf(kit, pair);
          const answer = ann.post(`/friendship/${command}`, { friendId: bob.id });
          if (after) await answer.succeeds();
          else await answer.refuses(...wrongState);
          await expectStatuses(ann, bob, after ?? pair);
        });
      }

      it('is refused for a stranger, and for oneself as one', async () => {
        const ann = await someone();
        await ann.post(`/friendship/${command}`, { friendId: strangerId() }).refuses(...wrongState);
        await ann.post(`/friendship/${command}`, { friendId: ann.id }).refuses(...wrongState);
      });
    });

  describe('agreeing', () => {
    it('tells the one who asked', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      const heard = await heardDuring(() => agree(ann, bob).succeeds());
      expect(heard.map(({ event }) => event)).to.deep.equal([
        {
          type: 'contact-notice',
          operation: 'AcceptResponse',
          from: { id: rowOf(ann.id), nickname: 'Ann' },
          to: rowOf(bob.id),
          message: '',
        },
      ]);
    });

    it('fixed: whom the other has deleted cannot come back by agreeing', async () => {
      const [ann, bob] = await pairOf(kit, '20/30');
      await agree(ann, bob).refuses(...wrongState);
      await expectStatuses(ann, bob, '20/30');
    });

    it('fixed: agreeing again changes nothing and tells nobody', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      const before = [await rows(ann), await rows(bob)];
      await pass(5000);
      const heard = await heardDuring(() => agree(ann, bob).succeeds());
      expect(heard).to.deep.equal([]);
      expect([await rows(ann), await rows(bob)]).to.deep.equal(before);
    });

    it('fixed: is refused while the one who asked blocks me, and lifts nothing', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      await block(bob, ann).succeeds();
      await agree(ann, bob).refuses(...wrongState);
      expect(await bob.get('/user/blacklist').result<unknown[]>()).to.have.length(1);
    });

    it('peer: lifts my own block of them: nobody is friend and blocked at once', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      await block(ann, bob).succeeds();
      await agree(ann, bob).succeeds();
      await ann.get('/user/blacklist').succeeds([]);
    });

    it('keeps the text of the request', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      await agree(ann, bob).succeeds();
      expect(await rowFor(ann, bob)).to.include({ status: 20, message: 'Hello' });
    });
  });

  describe('ignoring and deleting', () => {
    it('are silent', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      const [cid, dora] = await pairOf(kit, '20/20');
      const heard = await heardDuring(async () => {
        await ignore(ann, bob).succeeds();
        await unfriend(cid, dora).succeeds();
      });
      expect(heard).to.deep.equal([]);
    });

    it('peer: when one has deleted the other, the other can still delete the one', async () => {
      const [ann, bob] = await pairOf(kit, '20/30');
      await unfriend(ann, bob).succeeds();
      await expectStatuses(ann, bob, '30/30');
    });

    it('deleting clears the name and the text', async () => {
      const [ann, bob] = await pairOf(kit, '11/10');
      await agree(ann, bob).succeeds();
      await ann.post('/friendship/set_display_name', { friendId: bob.id, displayName: 'Bo' }).succeeds();
      await unfriend(ann, bob).succeeds();
      expect(await rowFor(ann, bob)).to.include({ status: 30, displayName: '', message: '' });
    });
  });

  describe('a display name', () => {
    const name = (displayName: string) => async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      return {
        ann,
        bob,
        answer: ann.post('/friendship/set_display_name', { friendId: bob.id, displayName }),
      };
    };

    it('is kept escaped, and shown at once', async () => {
      const { ann, bob, answer } = await name('<i>Bo</i>')();
      await answer.succeeds();
      expect(await rowFor(ann, bob)).to.include({ displayName: '&lt;i&gt;Bo&lt;/i&gt;' });
      const { displayName } = await ann
        .get(`/friendship/${bob.id}/profile`)
        .result<{ displayName: string }>();
      expect(displayName).to.equal('&lt;i&gt;Bo&lt;/i&gt;');
    });

    it('may be empty', async () => (await name('')()).answer.succeeds());
    it('may have 32 characters', async () => (await name('a'.repeat(32))()).answer.succeeds());

    for (const [what, text] of [
      ['33 characters', 'a'.repeat(33)],
      ['32 characters that escaping makes more', `${'a'.repeat(30)}<>`],
    ] as const)
      it(`is refused with ${what}`, async () =>
        (await name(text)()).answer.refuses(400, 'Length of displayName is out of limit.'));

    for (const pair of pairs.filter((one) => !one.startsWith('20')))
      it(`is refused at ${pair}`, async () => {
        const [ann, bob] = await pairOf(kit, pair);
        await ann
          .post('/friendship/set_display_name', { friendId: bob.id, displayName: 'Bo' })
          .refuses(...wrongState);
      });
  });

  describe('the list', () => {
    it('has rows of every status, with times of both kinds, ascending by row number', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      await befriend(ann, bob);
      await ann
        .post('/friendship/invite', { friendId: cid.id, message: 'Hello' })
        .succeeds({ action: 'Sent' });
      const list = await rows(ann);
      expect(list.map(({ user, status }) => [user.nickname, status])).to.deep.equal([
        ['Bob', 20],
        ['Cid', 10],
      ]);
      for (const { updatedAt, updatedTime } of list) {
        expect(updatedAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(Date.parse(updatedAt)).to.equal(updatedTime);
      }
    });

    it('is the same when it is read twice', async () => {
      const [ann] = await pairOf(kit, '20/20');
      const first = await ann.get('/friendship/all').result();
      await ann.get('/friendship/all').succeeds(first);
    });

    it('fixed: shows the numbers of friends only, to nobody who merely asked', async () => {
      for (const pair of pairs.slice(1)) {
        const [ann, bob] = await pairOf(kit, pair);
        const mine = await rowFor(ann, bob);
        const shown = pair.startsWith('20') ? { region: '86', phone: bob.phone } : { region: '', phone: '' };
        expect(mine?.user, pair).to.include(shown);
      }
    });

    it("fixed: shows a friend's new name and portrait at once", async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds();
      expect((await rowFor(ann, bob))?.user.nickname).to.equal('Robert');
      const profile = await ann.get(`/friendship/${bob.id}/profile`).result<{ user: { nickname: string } }>();
      expect(profile.user.nickname).to.equal('Robert');
    });
  });

  describe("a friend's profile", () => {
    it('has the name I gave, the number, and the times of their profile', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      const { displayName, user } = await ann
        .get(`/friendship/${bob.id}/profile`)
        .result<{ displayName: string; user: Record<string, unknown> }>();
      expect(displayName).to.equal('');
      expect(user).to.include({
        id: bob.id,
        nickname: 'Bob',
        region: '86',
        phone: bob.phone,
        portraitUri: '',
      });
      expect(Date.parse(String(user.createdAt))).to.equal(user.createdTime);
      expect(Date.parse(String(user.updatedAt))).to.equal(user.updatedTime);
    });

    for (const pair of pairs)
      it(`is ${pair.startsWith('20') ? 'open' : 'closed'} at ${pair}`, async () => {
        const [ann, bob] = await pairOf(kit, pair);
        const answer = ann.get(`/friendship/${bob.id}/profile`);
        if (pair.startsWith('20')) await answer.result();
        else await answer.refuses(403, `Current user is not friend of user ${bob.id}.`);
      });
  });
}
