import { type EpochMs, epochMs, userId } from '@kith/core';
import { openSqlStore } from '../index.js';

/** A process of its own, for tests of several at once: `process.js <what> <url>`. */
const [, , what = '', url = ''] = process.argv;
const now = (): EpochMs => epochMs(Date.UTC(2024, 0, 2));
const options = { url, clock: { now }, random: { fraction: () => 0.5 }, migrate: true };

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  async open() {
    await (await openSqlStore(options)).close();
  },
  /** Says so when it serves, and goes on until it is killed. */
  async serve() {
    await openSqlStore({ ...options, serves: true });
    process.stdout.write('serving');
    await new Promise(() => setInterval(() => {}, 1_000));
  },
  /** Ends as by a loss of power, in the middle of a write. */
  async die() {
    const { unitOfWork } = await openSqlStore(options);
    await unitOfWork.write(async ({ users, blacklist }) => {
      await users.setProfile(userId(1), { nickname: 'half' }, now());
      await blacklist.set(userId(1), userId(2), true, now());
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => setInterval(() => {}, 1_000));
    });
  },
};

await tasks[what]?.();
