import { openSqlSchema, type SqlSchema } from '@kith/adapters-sql';
import type { DatabaseConfig } from './config.js';
import { cryptoRandom, systemClock } from './platform/index.js';
import { databaseErrorOf } from './start-error.js';

/** Opens the schema of a database, without a server, for as long as `work` takes. @throws StartError */
export async function withSchema<T>(
  database: DatabaseConfig,
  work: (schema: SqlSchema) => Promise<T>,
): Promise<T> {
  try {
    const schema = await openSqlSchema({ ...database, clock: systemClock(), random: cryptoRandom() });
    try {
      return await work(schema);
    } finally {
      await schema.close();
    }
  } catch (error) {
    throw databaseErrorOf(error);
  }
}
