import { expect } from 'chai';
import { noVersion } from '../domain/ids.js';
import { createInMemoryKith, type InMemoryKith } from './kith.js';

const signUp = async ({ sendCode, verifyCode, register, smsVerifier }: InMemoryKith, number: string) => {
  const phone = { region: '86', number };
  await sendCode(phone);
  const verificationToken = await verifyCode(phone, smsVerifier.lastCode(phone));
  return register({ nickname: number.slice(-4), password: 'secret1', verificationToken });
};

describe('Kith in memory', () => {
  it('lets two sign up and become friends, and tells the IM cloud', async () => {
    const kith = createInMemoryKith({ rehearse: true });
    const ann = await signUp(kith, '13912340001');
    const ben = await signUp(kith, '13912340002');

    expect(await kith.inviteFriend(ann.user, ben.user, 'hello')).to.equal('Sent');
    await kith.answerFriendRequest(ben.user, 'agree', ann.user);
    while ((await kith.deliverOutbox()).delivered > 0);

    const operations = kith.imGateway.delivered.flatMap(({ event }) =>
      event.type === 'contact-notice' ? [event.operation] : [],
    );
    expect(operations).to.deep.equal(['Request', 'AcceptResponse']);
    const { friends } = await kith.pullChanges(ann.user, { since: noVersion, era: null });
    expect(friends.map(({ user, status }) => [user.nickname, status])).to.deep.equal([['0002', 'agreed']]);
  });

  it('shares nothing with another one', async () => {
    const { user } = await signUp(createInMemoryKith(), '13912340001');
    expect(await createInMemoryKith().getUsers([user])).to.deep.equal([]);
  });
});
