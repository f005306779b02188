import { expect } from 'chai';
import { keepStatements } from './statement-cache.js';

function connection() {
  const prepared: string[] = [];
  const fake = {
    prepare(sql: string): object {
      prepared.push(sql);
      return { sql };
    },
  };
  keepStatements(fake);
  return { prepare: (sql: string) => fake.prepare(sql), prepared };
}

describe('a connection that keeps its statements', () => {
  it('prepares each once', () => {
    const { prepare, prepared } = connection();
    const statements = ['a', 'b', 'a', 'b', 'a'].map(prepare);
    expect(new Set(statements).size).to.equal(2);
    expect(prepared).to.deep.equal(['a', 'b']);
  });

  it('forgets those that were not used for long, and no other', () => {
    const { prepare, prepared } = connection();
    prepare('seldom');
    for (let turn = 0; turn < 1_000; turn += 1) {
      prepare('often');
      prepare(`once ${turn}`);
    }
    prepared.length = 0;
    for (const sql of ['often', 'once 999', 'seldom']) prepare(sql);
    expect(prepared).to.deep.equal(['seldom']);
  });
});
