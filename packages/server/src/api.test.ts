import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiSuite } from '@kith/testing';
import { type OwnDatabase, startApiHost } from './test/api-host.js';

/** In memory where there is such a place: each commit waits for the disk, which is not what is tested here. */
const ramFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

async function sqlite(): Promise<OwnDatabase> {
  const folder = await mkdtemp(join(ramFolder, 'kith-api-'));
  return { url: `sqlite:${join(folder, 'kith.db')}`, drop: () => rm(folder, { recursive: true }) };
}

// On PostgreSQL and MySQL: test/api.test.mjs.
describe('the server on SQLite', () => {
  apiSuite(
    { describe, it, before, after },
    { mode: 'development', start: async (rules = {}) => startApiHost(await sqlite(), rules) },
  );
});
