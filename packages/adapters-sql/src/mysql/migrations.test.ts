import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import mysql2 from 'mysql2';
import { openSqlSchema } from '../index.js';
import { describeOnMysql, type MysqlDatabase, newMysqlDatabase } from '../test/mysql-store.js';
import { openMysql } from './database.js';

const script = fileURLToPath(new URL('../test/process.js', import.meta.url));
const random = { fraction: () => 0.5 };

async function migrate({ url }: MysqlDatabase): Promise<readonly string[]> {
  const schema = await openSqlSchema({ url, clock: fakeClock(), random });
  try {
    return await schema.migrate();
  } finally {
    await schema.close();
  }
}

/** All that a schema is: every table's definition, and what migrations fill. */
const schemaOf = ({ aside }: MysqlDatabase) =>
  aside(async (connection) => {
    const rows = async (sql: string) => (await connection.query(sql))[0] as Record<string, string>[];
    const names = (await rows('show tables')).flatMap((row) => Object.values(row));
    const tables: string[] = [];
    for (const name of names.sort()) {
      const [table] = await rows(`show create table \`${name}\``);
      tables.push(table?.['Create Table']?.replace(/ AUTO_INCREMENT=\d+/, '') ?? '');
    }
    const [filled] = await rows(
      'select (select count(*) from phone_locks) as locks, (select count(*) from version_clock) as clocks, (select count(*) from schema_changes) as begun',
    );
    return { tables, filled };
  });

/** What is used of the driver's connections, by all of them. */
interface Connection {
  readonly stream: Duplex;
  query(...args: readonly unknown[]): unknown;
}

/** Ends the connection on which the so-maniest statement from now on would be sent, as a process that ends. */
function cutOffBefore(turn: number): () => void {
  const { prototype } = mysql2.Connection as unknown as { readonly prototype: Connection };
  const send = prototype.query;
  let sent = 0;
  prototype.query = function (this: Connection, ...args) {
    sent += 1;
    if (sent === turn) this.stream.destroy(new Error('cut off'));
    return send.call(this, ...args);
  };
  return () => {
    prototype.query = send;
  };
}

/** @returns whether it came to its end before it would have been cut off */
async function migrateUntil(turn: number, database: MysqlDatabase): Promise<boolean> {
  const giveBack = cutOffBefore(turn);
  try {
    await migrate(database);
    return true;
  } catch {
    return false;
  } finally {
    giveBack();
  }
}

describeOnMysql('migrations on MySQL', function () {
  this.timeout(60_000);

  it('may be run by several processes at once: one does it, the others wait and find nothing to do', async () => {
    const database = await newMysqlDatabase();
    const run = async (): Promise<readonly [number, string]> => {
      const child = spawn(process.execPath, [script, 'open', database.url], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let complaints = '';
      child.stderr.on('data', (text) => {
        complaints += text;
      });
      const [code] = await once(child, 'close');
      return [code, complaints];
    };
    expect(await Promise.all([run(), run(), run()])).to.deep.equal([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect(await database.query('select number from schema_migrations order by number')).to.deep.equal([
      { number: 1 },
      { number: 2 },
      { number: 3 },
    ]);
    expect(await database.query('select base from eras')).to.have.lengthOf(3);
  });

  it('are taken up where they were cut off, wherever that was', async () => {
    const whole = await newMysqlDatabase();
    await migrate(whole);
    const expected = await schemaOf(whole);
    expect(expected.filled).to.deep.equal({ locks: 1_024, clocks: 1, begun: 0 });

    for (const step of [7, 11]) {
      const database = await newMysqlDatabase();
      let isDone = false;
      for (let turn = step; !isDone && turn < 1_000; turn += step)
        isDone = await migrateUntil(turn, database);
      expect(await schemaOf(database), `cut off every ${step} statements`).to.deep.equal(expected);
      expect(await migrate(database)).to.deep.equal([]);
    }
  });

  it('take no table for theirs that somebody else has made, and go on when it is out of their way', async () => {
    const database = await newMysqlDatabase();
    await database.query('create table friendships (what varchar(10))');
    await database.query("insert into friendships values ('precious')");
    for (const _ of ['once', 'again'])
      expect(await rejectionOf(migrate(database))).to.have.property('errno', 1050);
    expect(await database.query('select * from friendships')).to.deep.equal([{ what: 'precious' }]);
    await database.query('drop table friendships');
    expect(await migrate(database)).to.deep.equal(['0001-initial', '0002-sms-spend', '0003-im-records']);
    expect((await schemaOf(database)).filled).to.deep.equal({ locks: 1_024, clocks: 1, begun: 0 });
  });

  it('wait for whoever is changing the schema, and nobody else waits for them', async () => {
    const [one, another] = [await newMysqlDatabase(), await newMysqlDatabase()];
    const database = await openMysql({ url: one.url, random });
    const steps: string[] = [];
    let second: Promise<unknown> = Promise.resolve();
    await database.changeSchema(async (trx) => {
      second = database.changeSchema(async () => steps.push('the second begins'));
      await migrate(another);
      await trx.schema.createTable('things', (table) => {
        table.integer('id');
      });
      steps.push('the first ends');
    });
    await second;
    await database.close();
    expect(steps).to.deep.equal(['the first ends', 'the second begins']);
  });
});
