import { type Clock, isDomainError, type UnitOfWork } from '@kith/core';
import type { Database, Transaction } from './database.js';
import { unavailable } from './errors.js';
import { type Patience, retrying } from './retry.js';
import { readSession, writeSession } from './session.js';
import { type SessionLifetime, sessionLifetime } from './session-lifetime.js';

export interface SqlUnitOfWorkOptions extends Patience {
  readonly database: Database;
  readonly clock: Clock;
}

export function sqlUnitOfWork({ database, clock, ...retries }: SqlUnitOfWorkOptions): UnitOfWork {
  const options = {
    ...retries,
    isWorthwhile: (error: unknown) =>
      isDomainError(error, 'storage-unavailable') && database.isConflict(error.cause),
  };
  const translate = (error: unknown) => (database.isFailure(error) ? unavailable(error) : error);
  return {
    read: (work, readOptions) =>
      retrying(
        () =>
          run({
            transaction: (inTransaction) => database.read(inTransaction, readOptions),
            open: (trx) => readSession(trx, database),
            translate,
            work,
          }),
        options,
      ),
    write: (work) =>
      retrying(
        () =>
          run({
            transaction: database.write,
            open: (trx) => writeSession(trx, database, clock),
            translate,
            work,
          }),
        options,
      ),
  };
}

interface Run<Session, T> {
  readonly transaction: <R>(work: (trx: Transaction) => Promise<R>) => Promise<R>;
  readonly open: (trx: Transaction) => Session;
  readonly translate: (error: unknown) => unknown;
  readonly work: (session: Session) => Promise<T>;
}

/** What `work` throws stays as it is; what the transaction itself fails with is the storage's failure. */
async function run<Session extends object, T>({
  transaction,
  open,
  translate,
  work,
}: Run<Session, T>): Promise<T> {
  let thrown: { readonly error: unknown } | undefined;
  try {
    return await transaction(async (trx) => {
      const lifetime = sessionLifetime(translate);
      try {
        return await whole(lifetime, work, guarded(open(trx), lifetime));
      } catch (error) {
        thrown = { error };
        throw error;
      } finally {
        lifetime.end();
      }
    });
  } catch (error) {
    throw thrown ? thrown.error : unavailable(error);
  }
}

/** Half of a call that nobody awaits must not be committed. */
async function whole<Session, T>(
  lifetime: SessionLifetime,
  work: (session: Session) => Promise<T>,
  session: Session,
): Promise<T> {
  const result = await work(session);
  if (lifetime.end() > 0) throw new Error('a unit of work ended while calls of its session were under way');
  return result;
}

/** Parts are objects of functions; locks are functions of the session itself. */
function guarded<Session extends object>(session: Session, { within }: SessionLifetime): Session {
  const locks = Object.entries(session).filter(([, member]) => typeof member === 'function');
  const parts = Object.entries(session).filter(([, member]) => typeof member === 'object');
  return {
    ...within(Object.fromEntries(locks)),
    ...Object.fromEntries(parts.map(([name, part]) => [name, within(part)])),
  } as Session;
}
