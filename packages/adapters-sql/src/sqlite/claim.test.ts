import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { openSqlSchema } from '../index.js';
import { sqliteFile, temporaryFolder } from '../test/sqlite-file.js';

const script = fileURLToPath(new URL('../test/process.js', import.meta.url));
const clock = fakeClock();
const random = { fraction: () => 0.5 };

describe('a SQLite file that a process serves', function () {
  this.timeout(30_000);

  it('is refused to a second one, before that one touches the schema, until the first is closed', async () => {
    const file = sqliteFile();
    const first = await file.open(clock, { serves: true });
    const refusal = await rejectionOf(file.open(clock, { serves: true }));
    expect(refusal).to.include({ name: 'SqlStoreError', code: 'in-use' });
    expect(refusal).to.have.property('message').that.includes(file.path).and.not.includes('\n');
    await first.close();
    await (await file.open(clock, { serves: true })).close();
  });

  it('is refused by another name, too', async () => {
    const file = sqliteFile();
    const first = await file.open(clock, { serves: true });
    const link = join(temporaryFolder(), 'link.db');
    symlinkSync(file.path, link);
    const refusal = await rejectionOf(file.open(clock, { url: `sqlite:${link}`, serves: true }));
    expect(refusal).to.have.property('code', 'in-use');
    await first.close();
  });

  it('is free again at once when that process is killed', async () => {
    const file = sqliteFile();
    const child = spawn(process.execPath, [script, 'serve', file.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(await rejectionOf(file.open(clock, { serves: true }))).to.have.property('code', 'in-use');
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    await (await file.open(clock, { serves: true })).close();
  });

  it('is open to commands all the while', async () => {
    const file = sqliteFile();
    const server = await file.open(clock, { serves: true });
    const schema = await openSqlSchema({ url: file.url, clock, random });
    expect((await schema.status()).pending).to.deep.equal([]);
    await schema.close();
    const command = await file.open(clock);
    expect(await command.unitOfWork.read(({ outbox }) => outbox.counts())).to.include({ pending: 0 });
    await command.close();
    await server.close();
  });
});
