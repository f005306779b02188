import { epochMs } from '@kith/core';
import { openSqlSchema } from '../../index.js';

/** Brings a database up to date. */
export async function migrate(url: string): Promise<void> {
  const clock = { now: () => epochMs(Date.now()) };
  const schema = await openSqlSchema({ url, clock, random: { fraction: Math.random } });
  await schema.migrate();
  await schema.close();
}
