/** knex has no types of its own for what a dialect is made of. */
declare module 'knex/lib/dialects/mysql2/index.js' {
  import { Knex } from 'knex';

  export interface Query {
    readonly sql: string;
    readonly bindings?: readonly unknown[];
    /** What the driver gave: the rows or what a statement did, and the fields. */
    response?: readonly [result: unknown, fields: unknown];
  }

  export default class Client_MySQL2 extends Knex.Client {
    protected _query(connection: object, query: Query): Promise<Query>;
  }
}
