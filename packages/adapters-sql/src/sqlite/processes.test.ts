import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { builders, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { migrations } from '../migrations/index.js';
import { sqliteFile } from '../test/sqlite-file.js';

const script = fileURLToPath(new URL('../test/process.js', import.meta.url));

/** How a process ended: its exit code and signal, and what it complained of. */
async function run(what: string, url: string): Promise<readonly [number | null, string | null, string]> {
  const child = spawn(process.execPath, [script, what, url], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  const [code, signal] = await once(child, 'close');
  return [code, signal, complaints];
}

describe('processes on one SQLite file', () => {
  it('may all migrate it at once: one does, the others wait and find nothing to do', async () => {
    const file = sqliteFile();
    const ends = await Promise.all([1, 2, 3, 4].map(() => run('open', file.url)));
    expect(ends).to.deep.equal([1, 2, 3, 4].map(() => [0, null, '']));
    const applied = await file.aside((db) => db('schema_migrations').pluck('number'));
    expect(applied).to.deep.equal(migrations.map(({ number }) => number));
  }).timeout(30_000);

  it('leave nothing of a write that a kill ended, and the file in order', async () => {
    const file = sqliteFile();
    const clock = fakeClock();
    const before = await file.open(clock);
    const [ann, ben] = await builders(before.unitOfWork, clock).users(2);
    await before.close();

    const [code, signal] = await run('die', file.url);
    expect([code, signal]).to.deep.equal([null, 'SIGKILL']);

    const after = await file.open(clock);
    await after.unitOfWork.read(async ({ users, blacklist }) => {
      expect(await users.find(ann.id)).to.include({ nickname: ann.nickname });
      expect(await blacklist.isBlocked(ann.id, ben.id)).to.equal(false);
    });
    await after.close();
    expect(await file.aside((db) => db.raw('pragma integrity_check'))).to.deep.equal([
      { integrity_check: 'ok' },
    ]);
  }).timeout(30_000);
});
