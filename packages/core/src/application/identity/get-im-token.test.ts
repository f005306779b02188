import { expect } from 'chai';
import { type UserId, userId } from '../../domain/ids.js';
import type { ImGateway } from '../../ports/im-gateway.js';
import { ann, type Kith, kithInMemory, refusal } from '../../test/kith.js';
import { said } from '../../test/said.js';
import { getImToken } from '../index.js';

describe('the token for the IM cloud', () => {
  let kith: Kith;
  let me: UserId;
  beforeEach(async () => {
    kith = kithInMemory();
    me = (await kith.signUp(ann)).user;
  });
  const stored = () => kith.getImToken(me, { fresh: false });
  const fresh = () => kith.getImToken(me, { fresh: true });

  it('is issued at first, and then the same', async () => {
    const first = await stored();
    expect(first).to.have.length.within(1, 256);
    expect(await stored()).to.equal(first);
  });

  it('is another one when a fresh one is asked for', async () => {
    const first = await stored();
    const second = await fresh();
    expect(second).not.to.equal(first);
    expect(await stored()).to.equal(second);
  });

  it('is the one issued before while the cloud is down or refuses', async () => {
    const first = await stored();
    for (const code of ['im-unavailable', 'im-refused'] as const) {
      kith.imGateway.failNext(code);
      expect(await fresh()).to.equal(first);
    }
  });

  it('cannot be had when none was issued before and the cloud is down', async () => {
    kith.imGateway.failNext('im-unavailable');
    await refusal(stored(), 'im-unavailable');
    kith.imGateway.failNext('im-refused');
    await refusal(stored(), 'im-refused');
    await stored();
  });

  it('leaves the newer name in the cloud when it changes while a token is minted', async () => {
    const { imGateway } = kith;
    const issueToken: ImGateway['issueToken'] = async (user) => {
      await kith.setNickname(me, 'Anna');
      return imGateway.issueToken(user);
    };
    const mint = getImToken({ ...kith, imGateway: { ...imGateway, issueToken } });
    await said(kith.unitOfWork, kith.clock);
    await mint(me, { fresh: true });
    const anna = { id: me, nickname: 'Anna', portraitUri: '' };
    const changed = { type: 'profile-changed', user: anna };
    expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([changed, changed]);
    await fresh();
    expect(await said(kith.unitOfWork, kith.clock)).to.deep.equal([]);
  });

  it('is issued to nobody unknown', async () => {
    await refusal(kith.getImToken(userId(99), { fresh: true }), 'user-unknown');
  });
});
