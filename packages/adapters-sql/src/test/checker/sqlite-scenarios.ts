import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteFile, temporaryFolder } from '../sqlite-file.js';
import { goBack, killWriter } from './moves.js';
import type { Fault, Scenario, Stage } from './scenario.js';

type File = ReturnType<typeof sqliteFile>;

async function begin(fault?: (file: File) => Fault): Promise<Stage> {
  const file = sqliteFile();
  return {
    place: () => ({ url: file.url }),
    ...(fault && { fault: fault(file) }),
    async stop() {},
  };
}

/** A backup is taken while the server runs; later, when clients have seen what it lacks, it takes the file's place. */
const restore =
  (file: File): Fault =>
  async (run) => {
    const copy = join(temporaryFolder(), 'backup.db');
    await file.aside((db) => db.raw('vacuum into ?', [copy]));
    await goBack(run, async () => {
      for (const rest of ['-wal', '-shm']) rmSync(`${file.path}${rest}`, { force: true });
      copyFileSync(copy, file.path);
    });
  };

/** One process, which does everything. */
const common = { database: 'SQLite', servers: [{ does: 'both' }], faults: 3 } as const;

export const sqliteScenarios: readonly Scenario[] = [
  { ...common, title: 'steady', faults: 0, begin },
  { ...common, title: 'server killed in mid-transaction', begin: () => begin(() => killWriter) },
  {
    ...common,
    title: 'backup restored',
    faults: 2,
    mayLose: true,
    resetsPerFault: 1,
    begin: () => begin(restore),
  },
];
