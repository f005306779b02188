import { epochMs, userId } from '@kith/core';
import { openSqlStore } from '../index.js';

/** A process of its own that writes: `mysql-writer.js <url> <number of writes> <how far its clock is off, in ms>`. */
const [, , url = '', count = '0', clockOff = '0'] = process.argv;
const now = () => epochMs(Date.now() + Number(clockOff));
const random = { fraction: Math.random };

const { unitOfWork, close } = await openSqlStore({ url, clock: { now }, random });
const users = [userId(1), userId(2), userId(3), userId(4)];

async function write(turn: number): Promise<void> {
  const [me = userId(1), them = userId(2)] = [users[turn % 4], users[(turn + 1) % 4]];
  const changedMyMind = new Error('changed my mind');
  const work = unitOfWork.write(async (session) => {
    const at = now();
    await session.lockUsers([me, them]);
    await session.friendships.apply(me, them, { mine: { status: 'agreed' } }, at);
    if (turn % 5 === 0) throw changedMyMind;
    await session.outbox.add({ type: 'block-added', owner: me, target: them }, at);
  });
  await work.catch((error: unknown) => {
    if (error !== changedMyMind) throw error;
  });
}

/** Several at once, in this process too. */
const lane = async (first: number): Promise<void> => {
  for (let turn = first; turn < Number(count); turn += 3) await write(turn);
};
await Promise.all([0, 1, 2].map(lane));
await close();
