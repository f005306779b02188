import { rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { sqliteFile } from '../test/sqlite-file.js';
import { openSqlite } from './database.js';

async function withTables() {
  const { path } = sqliteFile();
  const database = await openSqlite(path, { random: { fraction: () => 0.5 } });
  await database.changeSchema(async (trx) => {
    await trx.schema.createTable('parents', (table) => {
      table.bigIncrements('id');
      table.string('name', 10).unique();
    });
    await trx.schema.createTable('children', (table) => {
      table.bigInteger('parent').unsigned().notNullable().references('id').inTable('parents');
    });
  });
  return database;
}

describe('an SQLite database', () => {
  const settings = {
    journal_mode: 'wal',
    foreign_keys: 1,
    // 2 is full: what was committed outlives a loss of power.
    synchronous: 2,
  };
  for (const [pragma, value] of Object.entries(settings))
    it(`writes with ${pragma} ${value}`, async () => {
      const database = await withTables();
      const [row] = await database.write((trx) => trx.raw(`pragma ${pragma}`));
      expect(row).to.deep.equal({ [pragma]: value });
      await database.close();
    });

  it('refuses to write in a read', async () => {
    const database = await withTables();
    const error = await rejectionOf(database.read((trx) => trx('parents').insert({ name: 'no' })));
    expect(error).to.have.property('code', 'SQLITE_READONLY');
    await database.close();
  });

  it('writes one after another', async () => {
    const database = await withTables();
    const steps: string[] = [];
    const work = (name: string) =>
      database.write(async (trx) => {
        steps.push(`${name} begins`);
        await database.insert(trx, 'parents', { name });
        await trx('parents').select();
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b'), work('c')]);
    expect(steps).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    await database.close();
  });

  it('goes on after a commit that failed', async () => {
    const database = await withTables();
    const orphan = database.write(async (trx) => {
      await trx.raw('pragma defer_foreign_keys = on');
      await trx('children').insert({ parent: 4_711 });
    });
    expect(await rejectionOf(orphan)).to.have.property('code', 'SQLITE_CONSTRAINT_FOREIGNKEY');
    expect(await database.write((trx) => database.insert(trx, 'parents', { name: 'next' }))).to.equal(1);
    expect(await database.read((trx) => trx('children').select())).to.deep.equal([]);
    await database.close();
  });

  it('knows a second row of what may be there once', async () => {
    const database = await withTables();
    const twice = database.write(async (trx) => {
      await trx('parents').insert({ name: 'Ann' });
      await trx('parents').insert({ name: 'Ann' });
    });
    const error = await rejectionOf(twice);
    expect([
      database.isDuplicate(error),
      database.isConflict(error),
      database.isFailure(error),
    ]).to.deep.equal([true, false, true]);
    await database.close();
  });

  it('never gives a number again, also when the last row is gone', async () => {
    const database = await withTables();
    const add = () => database.write((trx) => database.insert(trx, 'parents', { name: 'Ann' }));
    expect(await add()).to.equal(1);
    await database.write((trx) => trx('parents').delete());
    expect(await add()).to.equal(2);
    await database.close();
  });
});
