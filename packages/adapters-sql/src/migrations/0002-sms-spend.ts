import type { Migration } from './migration.js';

/** What is counted of SMS; and when a verification is over, so that it can be cleared away. */
export const smsSpend: Migration = {
  number: 2,
  name: 'sms-spend',
  async up(trx) {
    await trx.schema.createTable('sms_spend', (table) => {
      table.string('key', 40).primary();
      table.text('slots').notNullable();
      table.bigInteger('paused_until');
      table.bigInteger('expires_at').notNullable().index('sms_spend_by_end');
    });
    await trx.schema.alterTable('verifications', (table) => {
      table.bigInteger('last_time').notNullable().defaultTo(0).index('verifications_by_time');
    });
    await trx('verifications').update({
      last_time: trx.raw('coalesce(token_expires_at, last_send_at, 0)'),
    });
  },
};
