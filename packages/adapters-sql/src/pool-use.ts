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
  // None once it is closed.
  const pool: Pool | undefined = client.pool;
  return {
    used: pool?.numUsed() ?? 0,
    idle: pool?.numFree() ?? 0,
    waiting: pool?.numPendingAcquires() ?? 0,
    size: pool?.max ?? 0,
  };
}
