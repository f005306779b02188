import type { Knex } from 'knex';
import Mysql2Client from 'knex/lib/dialects/mysql2/index.js';

/**
 * knex's client for mysql2, whose new tables are all alike, whatever the server's and the database's own settings are:
 * full Unicode, and equal is what is the same to the letter.
 */
export class MysqlClient extends Mysql2Client {
  override tableBuilder(...args: Parameters<Knex.Client['tableBuilder']>): Knex.TableBuilder {
    const table = super.tableBuilder(...args);
    const [method] = args;
    if (method === 'create') describe(table as Knex.CreateTableBuilder);
    return table;
  }
}

function describe(table: Knex.CreateTableBuilder): void {
  table.engine('InnoDB');
  table.charset('utf8mb4');
  // Both MySQL and MariaDB have it. Spaces at the end count for nothing, but no key of ours ends in one.
  table.collate('utf8mb4_bin');
}
