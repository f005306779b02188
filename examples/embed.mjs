// Another service embeds the core: its own IM gateway, the rest in memory. No server, no container.
// Prints: Bob is told: Request from Alice | Alice is told: AcceptResponse from Bob | Bob has 1 friend
import { createUseCases, noVersion } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';

/** @type {string[]} */
const told = [];

/**
 * The service's own way of reaching people. Any object with these two methods will do.
 *
 * @type {import('@kith/core').ImGateway}
 */
const imGateway = {
  async issueToken({ id }) {
    return `token-of-${id}`;
  },
  async deliver({ event }) {
    if (event.type !== 'contact-notice') return;
    const [to] = await kith.getUsers([event.to]);
    told.push(`${to?.nickname} is told: ${event.operation} from ${event.from.nickname}`);
  },
};

const ports = inMemoryPorts();
const kith = createUseCases({ ...ports, imGateway, imDirectory: null });

/** @param {string} nickname @param {string} number */
async function signUp(nickname, number) {
  const phone = { region: '86', number };
  await kith.sendCode(phone);
  const verificationToken = await kith.verifyCode(phone, ports.smsVerifier.lastCode(phone));
  const { user } = await kith.register({ nickname, password: 'secret123', verificationToken });
  return user;
}

const alice = await signUp('Alice', '13900000001');
const bob = await signUp('Bob', '13900000002');
await kith.inviteFriend(alice, bob, 'Hello Bob');
await kith.answerFriendRequest(bob, 'agree', alice);

// What the gateway hears was written with the changes; a service calls this on a timer.
while ((await kith.deliverOutbox()).delivered > 0);

const { friends } = await kith.pullChanges(bob, { since: noVersion, era: null });
console.log([...told, `Bob has ${friends.length} friend`].join(' | '));
