import { createHash } from 'node:crypto';
import type { Query } from 'knex/lib/dialects/mysql2/index.js';
import { MysqlClient } from './client.js';

/**
 * A client for changes of the schema. Here each of them commits itself, and all that went before it: a process that ends
 * in the middle of a migration leaves half of it behind.
 *
 * So this client keeps a list of what it has done. Whoever comes next with the same statements passes over those on the
 * list. Of the last one it is not known whether it was done; it is tried, and may find that there is nothing to do. The
 * commit at the end empties the list.
 */
export class ResumingClient extends MysqlClient {
  protected override async _query(connection: object, query: Query): Promise<Query> {
    const ask = (sql: string, bindings: readonly unknown[] = []) =>
      super._query(connection, { sql, bindings });
    if (isCommit.test(query.sql) && lists.has(connection)) await ask('delete from schema_changes');
    if (!changes.test(query.sql)) return super._query(connection, query);

    const list = lists.get(connection) ?? (await openList(ask));
    lists.set(connection, list);
    const statement = list.nameOf(query);
    const known = await list.find(statement);
    if (known === 'done' || (known === 'last' && !changesSchema.test(query.sql))) return passedOver(query);
    if (!known) await list.add(statement);
    try {
      return await super._query(connection, query);
    } catch (error) {
      if (known && isDone(error)) return passedOver(query);
      await list.remove(statement);
      throw error;
    }
  }
}

const isCommit = /^\s*commit\b/i;
const changesSchema = /^\s*(?:create|alter|drop|rename)\b/i;
/** A change of rows is committed together with its place on the list. */
const changes = /^\s*(?:create|alter|drop|rename|insert|update|delete)\b/i;

type Ask = (sql: string, bindings?: readonly unknown[]) => Promise<Query>;

interface List {
  nameOf(query: Query): string;
  find(statement: string): Promise<'done' | 'last' | null>;
  add(statement: string): Promise<void>;
  remove(statement: string): Promise<void>;
}

/** Of each connection: a migration is done on one. */
const lists = new WeakMap<object, List>();

async function openList(ask: Ask): Promise<List> {
  await ask(
    'create table if not exists schema_changes (number int auto_increment primary key, statement char(64) not null unique)',
  );
  const times = new Map<string, number>();
  return {
    /** The same statement a second time is another one. */
    nameOf({ sql, bindings = [] }) {
      const text = JSON.stringify([sql, bindings]);
      const time = (times.get(text) ?? 0) + 1;
      times.set(text, time);
      return createHash('sha256').update(`${time} ${text}`).digest('hex');
    },
    async find(statement) {
      const { response } = await ask(
        'select number = (select max(number) from schema_changes) as is_last from schema_changes where statement = ?',
        [statement],
      );
      const [row] = (response?.[0] ?? []) as { readonly is_last: number }[];
      if (!row) return null;
      return row.is_last ? 'last' : 'done';
    },
    async add(statement) {
      await ask('insert into schema_changes (statement) values (?)', [statement]);
    },
    async remove(statement) {
      await ask('delete from schema_changes where statement = ?', [statement]);
      await ask('commit');
    },
  };
}

const passedOver = (query: Query): Query => ({
  ...query,
  response: [{ affectedRows: 0, insertId: 0 }, undefined],
});

/** A table, a column, an index, a primary key, a foreign key that is there; one that is gone already. */
const doneErrors = [1050, 1060, 1061, 1068, 1826, 1051, 1091];
/** What MariaDB says of a foreign key that is there. */
const isSameKey = (error: Error): boolean => error.message.includes('errno: 121');

const isDone = (error: unknown): boolean =>
  error instanceof Error &&
  'errno' in error &&
  (doneErrors.some((number) => number === error.errno) || isSameKey(error));
