import type { Migration } from './migration.js';

/** What the IM cloud tells of users and messages. Nothing in it refers to `users`: the cloud may know of more than there are. */
export const imRecords: Migration = {
  number: 3,
  name: 'im-records',
  async up(trx) {
    await trx.schema.createTable('im_presence', (table) => {
      table.bigInteger('user_id').unsigned().primary();
      table.string('status', 16).notNullable();
      table.string('os', 32).notNullable();
      table.string('session', 128).notNullable();
      table.bigInteger('at').notNullable();
    });
    await trx.schema.createTable('im_messages', (table) => {
      table.string('uid', 64).primary();
      table.bigInteger('from_id').unsigned().notNullable();
      table.string('target_kind', 16).notNullable();
      table.bigInteger('target_id').unsigned().notNullable();
      table.text('directed_to').notNullable();
      table.string('object_name', 32).notNullable();
      table.text('content', 'mediumtext').notNullable();
      table.string('source', 32).notNullable();
      table.bigInteger('sent_at').notNullable().index('im_messages_by_time');
    });
  },
};
