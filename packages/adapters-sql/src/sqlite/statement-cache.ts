/** What is used of a connection of better-sqlite3. */
export interface Preparing {
  prepare(sql: string): object;
}

/** More than the store has, but for those with lists of all lengths. */
const mostStatements = 200;

/**
 * Keeps the statements that a connection used last: to parse and plan that of a sync takes longer than to run it, and
 * knex would do so each time. SQLite itself plans a kept one anew when the schema has changed.
 */
export function keepStatements(connection: Preparing): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, object>();
  connection.prepare = (sql) => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostStatements) break;
      kept.delete(oldest);
    }
    return statement;
  };
}
