import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findPostgres, packageAt, packageFolder } from './postgres-binaries.js';
import { copyFolder, isRoot, serverFolder } from './server-user.js';

/** A folder with a program `postgres` that does as told, where all may enter. */
const wrapper = (parent: string, script: string): string => {
  const bin = join(parent, 'bin');
  mkdirSync(bin);
  for (const program of ['postgres', 'initdb'])
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  chmodSync(parent, 0o755);
  return bin;
};

const failure = (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', String);

describe('finding PostgreSQL', () => {
  let folder: string;
  let other: string;

  beforeEach(() => {
    folder = serverFolder();
    other = mkdtempSync(join(tmpdir(), 'kith-db-'));
  });

  afterEach(() => {
    for (const each of [folder, other]) rmSync(each, { recursive: true, force: true });
  });

  it('always succeeds here', async () => {
    const { major, find } = await findPostgres(folder);
    expect(major).to.be.at.least(13);
    expect(find('initdb')).to.be.a('string');
    expect(find('no-such-program')).to.equal(null);
  });

  it('passes over a wrapper whose server is not installed', async () => {
    const broken = wrapper(other, 'echo "no version is installed" >&2; exit 1');
    const { find } = await findPostgres(folder, [
      async () => [broken],
      async () => [wrapper(folder, 'echo postgres 17.4')],
    ]);
    expect(find('postgres')).to.equal(join(folder, 'bin/postgres'));
  });

  it('says what it tried and what to do when there is none', async () => {
    const broken = wrapper(other, 'echo "no version is installed" >&2; exit 1');
    const message = await failure(findPostgres(folder, [async () => [broken]]));
    expect(message).to.include('apt-get install postgresql').and.include('TEST_PG_URL').and.include(broken);
  });

  const native = packageFolder();
  const why =
    native === null
      ? 'there is none for this platform'
      : isRoot
        ? null
        : 'only root closes folders to its servers';
  (why === null ? it : it.skip)(
    `copies the npm package out of a folder that the server's user may not enter${why === null ? '' : `, because ${why}`}`,
    async () => {
      const closed = join(other, 'native');
      await copyFolder(native ?? '', closed);
      const { find } = await findPostgres(folder, [packageAt(closed)]);
      expect(find('postgres')).to.equal(join(folder, 'postgresql/bin/postgres'));
    },
  );
});
