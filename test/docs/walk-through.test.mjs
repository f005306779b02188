// The README's walk-through, run by bash against a server as `npm start` runs it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../../scripts/run.mjs';
import { root } from '../../scripts/workspace.mjs';
import { blocksOf } from './files.mjs';

const cli = join(root, 'packages/server/dist/cli.js');

/** Starts a server on a free port and a new database. @returns where it listens, and how it is stopped */
const startServer = async (folder) => {
  const server = spawn(process.execPath, [cli, 'serve'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'kith.db')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  const lines = createInterface({ input: server.stdout });
  for await (const line of lines) {
    const url = /listens on (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) {
      // What it prints from here on must be read all the same, or it would block.
      server.stdout.resume();
      return { url, stop };
    }
  }
  throw new Error('the server ended before it listened');
};

/** Ids, times and versions are others each time: each is named by when it first appears. */
const normalised = (text) => {
  const names = new Map();
  const nameOf = (value) => {
    if (!names.has(value)) names.set(value, `<${names.size + 1}>`);
    return names.get(value);
  };
  return text
    .trim()
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\b\d{8,}\b/g, '<number>')
    .replaceAll(/(?<="(?:\w*[iI]d)":")\w+|(?<=\bis )\w+(?=,|$)/gm, nameOf);
};

const canRun = spawnSync('bash', ['-c', 'command -v curl']).status === 0;
const suite = canRun ? describe : describe.skip;

suite(`the walk-through of the README${canRun ? '' : ' (needs bash and curl)'}`, () => {
  const blocks = blocksOf('README.md');
  const script = blocks.find(({ language, text }) => language === 'bash' && text.includes('KITH'));
  const printed = blocks[blocks.indexOf(script) + 1];

  it('prints what the README says it prints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kith-walk-through-'));
    const server = await startServer(folder);
    try {
      const output = await run('bash', ['-euo', 'pipefail', '-c', script.text], {
        env: { KITH: server.url },
      });
      assert.equal(normalised(output), normalised(printed.text));
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(60_000);
});
