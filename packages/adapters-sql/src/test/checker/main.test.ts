import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const PROGRAM = fileURLToPath(new URL('./main.js', import.meta.url));

const run = async (...args: string[]): Promise<readonly [printed: string, code: number | null]> => {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return [printed, code];
};

describe('the long form of the sync checker', function () {
  this.timeout(60_000);

  it('prints its seed and a row for each scenario', async () => {
    const [printed, code] = await run('--db', 'sqlite', '--scenario', 'steady', '--ops', '20', '--seed', '7');
    expect(printed)
      .to.match(/^Seed 7\n/)
      .and.to.match(/\n\| SQLite \| steady \|/);
    expect(code).to.equal(0);
  });

  it('says how it is used when nothing is chosen', async () => {
    const [printed, code] = await run('--scenario', 'no such thing');
    expect(printed).to.include('--scenario');
    expect(code).to.equal(2);
  });
});
