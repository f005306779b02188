import type { Run } from './scenario.js';

/** A process that writes ends in mid-transaction, and another takes its place. */
export async function killWriter({ fleet, chance, cast }: Run): Promise<void> {
  await chance.pick(fleet.writers).dieInTheMiddle(chance.pick(cast.active), chance.pick(cast.active));
}

/**
 * An older state takes the place of one whose last writes clients have seen.
 *
 * @param replace ends the one and brings up the other, while nobody asks
 */
export async function goBack(run: Run, replace: () => Promise<void>): Promise<void> {
  await run.commands(Math.ceil(run.interval / 3));
  await run.pause();
  await run.everybodySyncs();
  await run.fleet.kill();
  await replace();
  await run.fleet.start();
  await run.forgetTheLost();
  run.resume();
}

/** The server crashes in the middle of everything. @param crash ends it, and brings it back */
export async function crashBusy(run: Run, crash: () => Promise<void>): Promise<void> {
  const isBack = crash();
  run.hold();
  await isBack;
  run.resume();
}
