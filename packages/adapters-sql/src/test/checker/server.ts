import { setImmediate as otherTurns } from 'node:timers/promises';
import {
  createUseCases,
  developmentRules,
  epochMs,
  isDomainError,
  type UnitOfWork,
  type UserId,
  userId,
} from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import { type Chance, newChance } from './chance.js';
import { run } from './commands.js';
import { openChecked } from './open-checked.js';
import { type Asked, type Kind, type Reply, type Request, ready, type ServerConfig } from './protocol.js';

/** One process of a server: `server.js <configuration>`. It answers what its parent asks, all at once. */
const config: ServerConfig = JSON.parse(process.argv[2] ?? '');

const most = 1_000_000;
const rules = { ...developmentRules, group: { maxMembers: most, maxGroupsPerUser: most } };
const chance = newChance(config.seed);
const clock = { now: () => epochMs(Date.now() + config.clockOffsetMs) };
const store = await openChecked(config, clock);
const unitOfWork = lingering(store.unitOfWork, chance);
const ports = { ...inMemoryPorts({ rules, seed: config.seed }), unitOfWork, clock };
const kith = createUseCases(ports);

type Answers = { readonly [K in Kind]: (asks: Asked[K]['asks']) => Promise<Asked[K]['answer']> };

const answers: Answers = {
  command: (command) => run({ kith, inbox: ports.smsVerifier }, command),
  pull: ({ me, position, limit }) => kith.pullChanges(me, position, limit === null ? {} : { limit }),
  populate,
  known: async (users) => (await kith.getUsers(users)).map(({ id }) => id),
  die: ({ me, them }) => dieInTheMiddle(me, them),
};

async function populate({
  users: count,
  inGroup,
}: Asked['populate']['asks']): Promise<Asked['populate']['answer']> {
  const at = clock.now();
  return store.unitOfWork.write(async ({ users, groups }) => {
    const made: UserId[] = [];
    while (made.length < count) {
      const phone = { region: '86', number: `139${String(made.length).padStart(8, '0')}` };
      made.push((await users.add({ phone, nickname: `still ${made.length}`, passwordHash: '', at })).id);
    }
    const [creator = userId(1), ...members] = made.slice(0, inGroup);
    const { id } = await groups.add({ name: 'a group', creatorId: creator, maxMemberCount: most, at });
    await groups.join(id, [creator], 'creator', at);
    await groups.join(id, members, 'member', at);
    return { users: made, group: id };
  });
}

/** Now and then a transaction takes long after all that it wrote: others overtake it. */
function lingering({ read, write }: UnitOfWork, { happens, below }: Chance): UnitOfWork {
  return {
    read,
    write: (work) =>
      write(async (session) => {
        const result = await work(session);
        for (let left = happens(0.3) ? below(20) : 0; left > 0; left -= 1) {
          await session.users.find(userId(1));
          await otherTurns();
        }
        return result;
      }),
  };
}

const dieInTheMiddle = (me: UserId, them: UserId): Promise<never> =>
  store.unitOfWork.write(async ({ users, blacklist }) => {
    await users.setProfile(me, { nickname: 'half' }, clock.now());
    await blacklist.set(me, them, true, clock.now());
    process.kill(process.pid, 'SIGKILL');
    return new Promise<never>(() => {});
  });

async function replyTo<K extends Kind>({ kind, asks }: Request<K>): Promise<Reply<K>> {
  try {
    return { outcome: 'done', answer: await answers[kind](asks) };
  } catch (error) {
    if (!isDomainError(error)) return { outcome: 'broken', reason: String((error as Error).stack) };
    if (error.code !== 'storage-unavailable') return { outcome: 'refused', reason: error.code };
    return { outcome: 'unavailable', reason: String(error.cause) };
  }
}

process.on('message', async (request: Request) => {
  const reply = await replyTo(request);
  // What cannot be said any more is of no interest to anybody.
  process.send?.({ id: request.id, reply }, () => {});
});
process.on('disconnect', () => process.exit());
process.send?.(ready);
