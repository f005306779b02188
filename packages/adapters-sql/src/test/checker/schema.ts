import { epochMs } from '@kith/core';
import { openSqlSchema, type SqlSchema } from '../../index.js';

async function withSchema(url: string, work: (schema: SqlSchema) => Promise<unknown>): Promise<void> {
  const clock = { now: () => epochMs(Date.now()) };
  const schema = await openSqlSchema({ url, clock, random: { fraction: Math.random } });
  await work(schema);
  await schema.close();
}

/** Brings a database up to date. */
export const migrate = (url: string): Promise<void> => withSchema(url, (schema) => schema.migrate());

/** As `kith clock renew` does. */
export const renewClock = (url: string): Promise<void> => withSchema(url, (schema) => schema.renewClock());
