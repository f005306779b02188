import { expect } from 'chai';
import { queryOnce } from './postgres-cluster.js';

const TABLES = `
  create table people (id bigint generated always as identity primary key, name text not null,
    initial text generated always as (left(name, 1)) stored);
  create table notes (person bigint not null references people, body text);
  create table applied (name text primary key);
  insert into applied values ('first migration')`;

/** Tables with what is not just copied: identity, generated columns, keys to other tables, rows that are there. */
export async function layTables(url: string): Promise<void> {
  await queryOnce(url, TABLES);
}

export async function fillDatabase(url: string): Promise<void> {
  await layTables(url);
  await queryOnce(url, "insert into people (name) values ('Ann'), (E'B\\t\\\\o\\n☺')");
  await queryOnce(url, "insert into notes values (2, null), (1, ''), (1, '\\N')");
}

export async function expectSameRows(from: string, to: string): Promise<void> {
  for (const table of ['people', 'notes', 'applied']) {
    const rows = (url: string) => queryOnce(url, `select * from ${table} as row order by row::text`);
    expect(await rows(to)).to.deep.equal(await rows(from)).and.not.to.be.empty;
  }
}
