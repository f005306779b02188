import type { Knex } from 'knex';

/** The connections of one pool. */
export interface PoolUse {
  readonly used: number;
  readonly idle: number;
  /** How many units of work wait for one. */
  readonly waiting: number;
  readonly size: number;
}

/** What is used of knex's pool, whose types knex does not show. */
interface Pool {
  readonly max: number;
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

export function useOf({ client }: Knex): PoolUse {
  const pool: Pool = client.pool;
  return {
    used: pool.numUsed(),
    idle: pool.numFree(),
    waiting: pool.numPendingAcquires(),
    size: pool.max,
  };
}
