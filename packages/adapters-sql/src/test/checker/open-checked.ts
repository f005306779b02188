import type { Clock, UnitOfWork } from '@kith/core';
import { connect } from '../../connect.js';
import { openSqlStore, type SqlStoreOptions } from '../../index.js';
import { sqlUnitOfWork } from '../../unit-of-work.js';
import { type Defect, defects } from './defects.js';
import type { ServerConfig } from './protocol.js';

const patienceMs = 30_000;

/** Opens the store that is checked: as everybody does, or with one part of it broken. */
export async function openChecked(
  { url, replicaUrl, defect }: ServerConfig,
  clock: Clock,
): Promise<{ readonly unitOfWork: UnitOfWork }> {
  const options: SqlStoreOptions = {
    url,
    clock,
    random: { fraction: Math.random },
    poolSize: 6,
    // Users are few, and wait for each other much more than in real life; and the machine may be busy.
    connectTimeoutMs: patienceMs,
    lockTimeoutMs: patienceMs,
    acquireTimeoutMs: patienceMs,
    statementTimeoutMs: patienceMs,
    ...(replicaUrl !== null && { replicaUrl }),
  };
  if (defect === null) return openSqlStore(options);

  // What is done at the start is sound.
  await (await openSqlStore(options)).close();
  const broken: Defect = defects[defect];
  const sound = await connect(options);
  const database = broken.database?.(sound) ?? sound;
  const unitOfWork = sqlUnitOfWork({ database, ...options });
  return { unitOfWork: broken.unitOfWork?.(unitOfWork) ?? unitOfWork };
}
