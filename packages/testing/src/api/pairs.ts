import { expect } from 'chai';
import type { Exchange } from './answer.js';
import { befriend, invite, type Kit, type Person } from './kit.js';

/** What tests say of two users (docs/wire/friends.md). */

export interface FriendRow {
  readonly displayName: string;
  readonly message: string;
  readonly status: number;
  readonly updatedAt: string;
  readonly updatedTime: number;
  readonly user: {
    readonly id: string;
    readonly nickname: string;
    readonly region: string;
    readonly phone: string;
  };
}

export const rows = (me: Person): Promise<FriendRow[]> => me.get('/friendship/all').result<FriendRow[]>();

export const rowFor = async (me: Person, them: Person): Promise<FriendRow | undefined> =>
  (await rows(me)).find(({ user }) => user.id === them.id);

async function expectPair(
  me: Person,
  them: Person,
  mine: number | null,
  theirs: number | null,
): Promise<void> {
  const statuses = [await rowFor(me, them), await rowFor(them, me)].map((row) => row?.status ?? null);
  expect(statuses, `${me.nickname} / ${them.nickname}`).to.deep.equal([mine, theirs]);
}

export const agree = (me: Person, them: Person): Exchange =>
  me.post('/friendship/agree', { friendId: them.id });
export const ignore = (me: Person, them: Person): Exchange =>
  me.post('/friendship/ignore', { friendId: them.id });
export const unfriend = (me: Person, them: Person): Exchange =>
  me.post('/friendship/delete', { friendId: them.id });
export const block = (me: Person, them: Person): Exchange =>
  me.post('/user/add_to_blacklist', { friendId: them.id });
export const unblock = (me: Person, them: Person): Exchange =>
  me.post('/user/remove_from_blacklist', { friendId: them.id });

export const wrongState = [404, 'Unknown friend user or invalid status.'] as const;

type Make = (me: Person, them: Person) => Promise<void>;

/** How each legal pair of two users comes about: my status / theirs. */
export const legalPairs: Readonly<Record<string, Make>> = {
  '-/-': async () => {},
  '10/11': (me, them) => invite(me, them).succeeds({ action: 'Sent' }),
  '11/10': (me, them) => invite(them, me).succeeds({ action: 'Sent' }),
  '10/21': async (me, them) => {
    await invite(me, them).succeeds({ action: 'Sent' });
    await ignore(them, me).succeeds();
  },
  '21/10': async (me, them) => {
    await invite(them, me).succeeds({ action: 'Sent' });
    await ignore(me, them).succeeds();
  },
  '20/20': (me, them) => befriend(me, them),
  '20/30': async (me, them) => {
    await befriend(me, them);
    await unfriend(them, me).succeeds();
  },
  '30/20': async (me, them) => {
    await befriend(me, them);
    await unfriend(me, them).succeeds();
  },
  '30/30': async (me, them) => {
    await befriend(me, them);
    await unfriend(me, them).succeeds();
    await unfriend(them, me).succeeds();
  },
};

const statusesOf = (pair: string): [number | null, number | null] => {
  const [mine, theirs] = pair.split('/').map((text) => (text === '-' ? null : Number(text)));
  return [mine ?? null, theirs ?? null];
};

/** Two new users who stand to each other so. */
export async function pairOf({ people }: Kit, pair: string): Promise<readonly [Person, Person]> {
  const [me, them] = await people('Ann', 'Bob');
  await legalPairs[pair]?.(me, them);
  await expectPair(me, them, ...statusesOf(pair));
  return [me, them];
}

/** They stand to each other so now. */
export const expectStatuses = (me: Person, them: Person, pair: string): Promise<void> =>
  expectPair(me, them, ...statusesOf(pair));
