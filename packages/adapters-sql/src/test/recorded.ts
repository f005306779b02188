import type { Database, Transaction } from '../database.js';

/** A statement, with placeholders and what stands for them. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** The same database, which notes every statement of its transactions. */
export function recorded(database: Database): {
  readonly database: Database;
  readonly statements: Statement[];
} {
  const statements: Statement[] = [];
  const noting =
    <T>(work: (trx: Transaction) => Promise<T>) =>
    (trx: Transaction) => {
      trx.on('query', ({ sql, bindings }: Statement) => statements.push({ sql, bindings }));
      return work(trx);
    };
  return {
    database: {
      ...database,
      read: (work) => database.read(noting(work)),
      write: (work) => database.write(noting(work)),
    },
    statements,
  };
}
