import { expect } from 'chai';
import { add, dismiss, expectRoster, kick, quit, saidOf } from './group-facts.js';
import { befriend, createGroup, invite, type Kit, password } from './kit.js';
import { block } from './pairs.js';

/** While the IM cloud cannot be reached (docs/wire/README.md): nothing fails but what is asked of it. */
export function imOutageArea({ describe, it, host, guest, people, pass, heardDuring }: Kit): void {
  async function during<T>(work: () => Promise<T>): Promise<T> {
    host().breakIm();
    try {
      return await work();
    } finally {
      host().mendIm();
    }
  }
  /** Long enough for everything that waits to be tried again. */
  const untilDelivered = () => pass(host().rules.outbox.maxRetryMs * 2);

  it('fixed: every command is answered as ever, and what it says arrives later, in order', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const heard = await heardDuring(async () => {
      await during(async () => {
        const group = await createGroup(ann, bob);
        await add(ann, group, cid).result();
        await ann.post('/group/rename', { groupId: group, name: 'Climbers' }).succeeds();
        await kick(ann, group, bob).succeeds();
        await quit(cid, group).succeeds();
        await dismiss(ann, group).succeeds();
        await host().imEvents();
      });
      for (let tries = 0; tries < 20; tries += 1) {
        await untilDelivered();
        await host().imEvents();
      }
    });
    expect(saidOf(heard)).to.include.members([
      'group-created',
      'group-joined',
      'group-renamed',
      'group-dismissed',
    ]);
    expect(saidOf(heard).filter((said) => /^[A-Z]/.test(said))).to.deep.equal([
      'Create',
      'Add',
      'Rename',
      'Kicked',
      'Quit',
      'Dismiss',
    ]);
  });

  it('peer: nothing is lost: notices of friends, blocks and profiles arrive later', async () => {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    const heard = await heardDuring(async () => {
      await during(async () => {
        await befriend(ann, bob);
        await block(ann, cid).succeeds();
        await ann.post('/user/set_nickname', { nickname: 'Anna' }).succeeds();
        await ann.post('/user/set_portrait_uri', { portraitUri: 'http://a.com/new' }).succeeds();
        await host().imEvents();
      });
      for (let tries = 0; tries < 20; tries += 1) {
        await untilDelivered();
        await host().imEvents();
      }
    });
    expect(saidOf(heard)).to.have.members([
      'contact-notice',
      'contact-notice',
      'block-added',
      'profile-changed',
      'profile-changed',
    ]);
  });

  describe('the IM token', () => {
    it('peer: cannot be had while the cloud cannot be reached: 503, and the process lives', async () => {
      const [ann] = await people('Ann');
      await during(() => ann.get('/user/get_token').refuses(503, 'IM service unavailable.'));
      await ann.get('/user/get_token').result();
    });

    it('fixed: of before is given by a login all the same', async () => {
      const [ann] = await people('Ann');
      const login = () => guest().post('/user/login', { region: '86', phone: ann.phone, password });
      const before = await login().result();
      expect(await during(() => login().result())).to.deep.equal(before);
    });

    it('fixed: is empty in a login when none was issued before, and the login holds', async () => {
      const [ann] = await people('Ann');
      const device = guest();
      await during(() =>
        device
          .post('/user/login', { region: '86', phone: ann.phone, password })
          .succeeds({ id: ann.id, token: '' }),
      );
      await device.get('/user/groups').succeeds([]);
    });
  });

  it('peer: the database and the answers agree: no command changes something and then fails', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await during(async () => {
      const group = await createGroup(ann, bob);
      await kick(ann, group, bob).succeeds();
      await expectRoster(ann, group, { Ann: 0 });
      await invite(ann, bob).succeeds({ action: 'Sent' });
    });
  });
}
