import type { Transaction } from '../database.js';

/**
 * The clock's tables and functions.
 *
 * A server's transaction numbers come back after a crash, a failover or a restored copy. So `version_clock` says which
 * server its epoch was opened on: when that was started, and which file the table is. `version_alive` is unlogged:
 * PostgreSQL empties it whenever it recovers, also from the crash of a single connection.
 */
export async function createClock(trx: Transaction): Promise<void> {
  for (const statement of [versionClock, versionAlive, newestVersion, renewVersionClock])
    await trx.raw(statement);
}

const versionClock = `
create table version_clock (
  id integer primary key check (id = 1),
  -- A write's version is the epoch and its transaction's number.
  epoch bigint not null,
  -- The epoch's first version. All that was written before the epoch is below.
  base bigint not null,
  -- The base of the last epoch that may have another past than the one before it.
  era bigint not null,
  -- The server that the epoch was opened on.
  started timestamptz,
  file text,
  system_id bigint,
  timeline integer
);
insert into version_clock (id, epoch, base, era) values (1, 0, 0, 0)`;

const versionAlive = 'create unlogged table version_alive (one integer primary key)';

/** A migration that adds a table with versions replaces it. */
const newestVersion = `
create function version_newest() returns bigint language sql stable as $$
  select greatest(
    0,
    (select max(version) from users),
    (select max(version) from friendships),
    (select max(version) from blacklists),
    (select max(version) from groups),
    (select max(version) from group_members),
    (select max(version) from outbox))
$$`;

/**
 * Opens an epoch above all versions there are, if the server is no longer the one that the last was opened on, or if
 * `anew`. Waits for the transactions that go by the old one, for a while, and keeps others waiting behind it.
 * False: there was no need.
 *
 * The new epoch begins now, in microseconds. Where that is not clearly above what was issued, it jumps, at random: two
 * servers that go on from the same past, neither knowing of the other, must not issue the same versions.
 */
const renewVersionClock = `
create function version_clock_renew(anew boolean) returns boolean language plpgsql set lock_timeout = '5s' as $$
declare
  old version_clock;
  newest bigint := version_newest();
  file_now text;
  system_now bigint := (select system_identifier from pg_control_system());
  -- pg_control_checkpoint() would still say the old one after a promotion.
  timeline_now integer := ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer;
  fork boolean;
  number bigint;
  now_us bigint;
  base_now bigint;
begin
  lock table version_clock in access exclusive mode;
  select * into old from version_clock where id = 1;
  file_now := pg_relation_filepath('version_clock');
  if not anew
    and old.started is not distinct from pg_postmaster_start_time()
    and old.file is not distinct from file_now
    and exists (select from version_alive)
  then
    return false;
  end if;
  -- Without synchronous commits, a crash loses what clients may have seen.
  fork := anew
    or (old.file, old.system_id, old.timeline) is distinct from (file_now, system_now, timeline_now)
    or current_setting('synchronous_commit') = 'off';
  number := pg_current_xact_id()::text::bigint;
  newest := greatest(newest, old.epoch + number);
  now_us := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
  base_now := case when now_us > newest + 60000000 then now_us
    else newest + 10000000000 + (random() * 10000000000)::bigint end;
  update version_clock set
    epoch = base_now - number,
    base = base_now,
    era = case when fork then base_now else era end,
    started = pg_postmaster_start_time(),
    file = file_now,
    system_id = system_now,
    timeline = timeline_now
  where id = 1;
  delete from version_alive;
  insert into version_alive values (1);
  return true;
end $$`;
