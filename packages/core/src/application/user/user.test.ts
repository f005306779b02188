import { expect } from 'chai';
import { noVersion, type UserId, userId } from '../../domain/ids.js';
import { ann, bob, type Kith, kithInMemory, refusal } from '../../test/kith.js';
import { said } from '../../test/said.js';

describe('profiles', () => {
  let kith: Kith;
  let me: UserId;
  let them: UserId;
  beforeEach(async () => {
    kith = kithInMemory();
    me = (await kith.signUp(ann, 'Ann')).user;
    them = (await kith.signUp(bob, 'Bob')).user;
  });

  describe('setting a nickname', () => {
    it('escapes it, and tells the IM cloud', async () => {
      kith.clock.advance(5_000);
      await kith.setNickname(me, '<b>Annie</b>');
      const nickname = '&lt;b&gt;Annie&lt;/b&gt;';
      expect(await kith.getUser(me)).to.deep.include({ nickname, updatedAt: kith.clock.now() });
      expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([
        { type: 'profile-changed', user: { id: me, nickname, portraitUri: '' } },
      ]);
    });

    for (const nickname of ['', 'a'.repeat(33), '<!-- c -->'])
      it(`refuses ${JSON.stringify(nickname.slice(0, 12))}, and says nothing`, async () => {
        await refusal(kith.setNickname(me, nickname), 'nickname-length');
        expect(await kith.getUser(me)).to.have.property('nickname', 'Ann');
        expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([]);
      });

    it("brings a friend's new nickname with the friend's next sync", async () => {
      await kith.befriend(me, them);
      const before = await kith.pullChanges(them, { since: noVersion, era: null });
      await kith.setNickname(me, 'Annie');
      const after = await kith.pullChanges(them, { since: before.version, era: before.era });
      expect(after.friends.map(({ user }) => user.nickname)).to.deep.equal(['Annie']);
    });

    it('works while RongCloud is down', async () => {
      kith.imGateway.failNext('im-unavailable', Number.POSITIVE_INFINITY);
      await kith.setNickname(me, 'Annie');
      expect(await kith.deliverOutbox()).to.deep.equal({ delivered: 0, retried: 1, postponed: 0, dead: 0 });
      expect(await kith.getUser(me)).to.have.property('nickname', 'Annie');
    });

    it('is not for who does not exist', async () => {
      await refusal(kith.setNickname(userId(99), 'Annie'), 'user-unknown');
    });
  });

  describe('setting a portrait', () => {
    const portraitUri = 'http://a.com/new_address';

    it('keeps the nickname, and tells the IM cloud both', async () => {
      await kith.setPortraitUri(me, portraitUri);
      expect(await kith.getUser(me)).to.deep.include({ nickname: 'Ann', portraitUri });
      expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([
        { type: 'profile-changed', user: { id: me, nickname: 'Ann', portraitUri } },
      ]);
    });

    it('refuses what is no address, and one that is too long', async () => {
      await refusal(kith.setPortraitUri(me, 'abcd.com/abcdefgh'), 'portrait-uri-format');
      await refusal(kith.setPortraitUri(me, `http://a.co/${'a'.repeat(256)}`), 'portrait-uri-length');
    });
  });

  describe('looking up', () => {
    it('finds a user by id', async () => {
      expect(await kith.getUser(them)).to.deep.include({ id: them, nickname: 'Bob', phone: bob });
      await refusal(kith.getUser(userId(99)), 'user-unknown');
    });

    it('finds several, ascending, each once, and passes over the unknown', async () => {
      const found = await kith.getUsers([them, userId(99), me, them]);
      expect(found.map(({ id }) => id)).to.deep.equal([me, them]);
      expect(await kith.getUsers([])).to.deep.equal([]);
    });

    it('finds a user by phone', async () => {
      expect(await kith.findUserByPhone({ region: '+86', number: bob.number })).to.have.property('id', them);
      await refusal(kith.findUserByPhone({ region: '86', number: '13912345678' }), 'user-unknown');
      await refusal(kith.findUserByPhone({ region: '86', number: '1391234567' }), 'phone-invalid');
    });
  });

  it('come with a ticket to upload a portrait', async () => {
    expect(await kith.getUploadTicket(me)).to.have.keys('target', 'domain', 'token');
  });
});
