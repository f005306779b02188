import type { Knex } from 'knex';
import type { Transaction } from '../database.js';
import type { Migration } from './migration.js';

/** Times are ms since 1970, versions µs: neither fits an integer of 32 bits. */
const big = (table: Knex.CreateTableBuilder, column: string) => table.bigInteger(column).notNullable();
const reference = (table: Knex.CreateTableBuilder, column: string, to: string) =>
  big(table, column).unsigned().references('id').inTable(to);
const text = (table: Knex.CreateTableBuilder, column: string, length: number) =>
  table.string(column, length).notNullable();

export const initial: Migration = {
  number: 1,
  name: 'initial',
  async up(trx, { locks, versionClock }) {
    await createIdentity(trx);
    await createFriends(trx);
    await createGroups(trx);
    await createOutbox(trx);
    await createRateLimits(trx);
    await versionClock.create(trx);
    await locks.create?.(trx);
  },
};

async function createIdentity(trx: Transaction): Promise<void> {
  await trx.schema.createTable('users', (table) => {
    table.bigIncrements('id');
    text(table, 'region', 4);
    text(table, 'phone', 20);
    text(table, 'nickname', 32);
    text(table, 'portrait_uri', 256);
    text(table, 'password_hash', 255);
    table.string('im_token', 256);
    big(table, 'created_at');
    big(table, 'updated_at');
    big(table, 'version');
    table.unique(['region', 'phone'], { indexName: 'users_phone' });
  });
  await trx.schema.createTable('verifications', (table) => {
    text(table, 'region', 4);
    text(table, 'phone', 20);
    table.text('codes').notNullable();
    table.integer('tries').notNullable();
    table.bigInteger('last_send_at');
    table.string('token_digest', 64).index('verifications_by_token');
    table.bigInteger('token_expires_at');
    table.primary(['region', 'phone']);
  });
  await trx.schema.createTable('sessions', (table) => {
    table.string('id', 64).primary();
    reference(table, 'user_id', 'users').index('sessions_by_user');
    big(table, 'created_at');
    big(table, 'expires_at').index('sessions_by_end');
  });
}

async function createFriends(trx: Transaction): Promise<void> {
  await trx.schema.createTable('friendships', (table) => {
    reference(table, 'user_id', 'users');
    reference(table, 'friend_id', 'users').index('friendships_by_friend');
    table.smallint('status').notNullable();
    text(table, 'display_name', 32);
    text(table, 'message', 64);
    big(table, 'updated_at');
    big(table, 'version');
    table.primary(['user_id', 'friend_id']);
    table.index(['user_id', 'version'], 'friendships_news');
  });
  await trx.schema.createTable('blacklists', (table) => {
    reference(table, 'user_id', 'users');
    reference(table, 'friend_id', 'users').index('blacklists_by_friend');
    table.boolean('active').notNullable();
    big(table, 'updated_at');
    big(table, 'version');
    table.primary(['user_id', 'friend_id']);
    table.index(['user_id', 'version'], 'blacklists_news');
  });
}

async function createGroups(trx: Transaction): Promise<void> {
  await trx.schema.createTable('groups', (table) => {
    table.bigIncrements('id');
    text(table, 'name', 32);
    text(table, 'portrait_uri', 256);
    table.integer('member_count').notNullable();
    table.integer('max_member_count').notNullable();
    reference(table, 'creator_id', 'users').index('groups_by_creator');
    table.text('bulletin');
    big(table, 'created_at');
    big(table, 'updated_at');
    table.bigInteger('dismissed_at');
    big(table, 'version');
  });
  await trx.schema.createTable('group_members', (table) => {
    reference(table, 'group_id', 'groups');
    reference(table, 'user_id', 'users');
    table.smallint('role').notNullable();
    text(table, 'display_name', 32);
    table.boolean('is_deleted').notNullable();
    big(table, 'joined_at');
    big(table, 'created_at');
    big(table, 'updated_at');
    big(table, 'version');
    big(table, 'joined_version');
    table.primary(['group_id', 'user_id']);
    table.index(['group_id', 'is_deleted', 'user_id'], 'group_members_roster');
    table.index(['group_id', 'version'], 'group_members_news');
    table.index(['user_id', 'is_deleted', 'group_id'], 'group_members_of_user');
    table.index(['user_id', 'version'], 'group_members_news_of_user');
  });
}

async function createOutbox(trx: Transaction): Promise<void> {
  await trx.schema.createTable('outbox', (table) => {
    table.bigIncrements('id');
    text(table, 'ordering_key', 64);
    // By itself MySQL's text ends at 64 kB.
    table.text('event', 'mediumtext').notNullable();
    big(table, 'version');
    big(table, 'created_at');
    big(table, 'due_at');
    big(table, 'leased_until');
    table.boolean('is_dead').notNullable();
    table.integer('attempts').notNullable();
    table.text('last_error');
    table.index(['ordering_key', 'is_dead', 'id'], 'outbox_lines');
    table.index(['is_dead', 'due_at', 'id'], 'outbox_queue');
    table.index(['is_dead', 'id'], 'outbox_dead');
  });
}

/** The columns are those of rate-limiter-flexible. */
async function createRateLimits(trx: Transaction): Promise<void> {
  await trx.schema.createTable('rate_limits', (table) => {
    table.string('key', 255).primary();
    table.integer('points').notNullable();
    table.bigInteger('expire').index('rate_limits_by_end');
  });
}
