import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { callFake } from '../test/call-fake.js';
import { type FakeRongCloud, startFakeRongCloud } from './index.js';

describe('a fake RongCloud with a file', () => {
  const clock = fakeClock();
  let folder: string;
  let file: string;
  let fake: FakeRongCloud;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fake-rongcloud-'));
    file = join(folder, 'state.jsonl');
    fake = await startFakeRongCloud({ file, now: clock.now });
  });
  afterEach(async () => {
    await fake.stop();
    await rm(folder, { recursive: true });
  });

  const restarted = async () => {
    await fake.stop();
    fake = await startFakeRongCloud({ file, now: clock.now });
    return fake;
  };
  const token = async () =>
    String((await callFake(fake, '/user/getToken.json', { userId: 'ann', name: 'Ann' })).body.token);
  const block = (minute: number) => callFake(fake, '/user/block.json', { userId: 'ben', minute });

  it('knows after a restart all that it had said yes to, to the letter', async () => {
    fake.clients.connect(await token());
    await block(5);
    await callFake(fake, '/group/create.json', {
      userId: ['ann', 'ben'],
      groupId: 'g',
      groupName: 'G & 群\n',
    });
    const message = { fromUserId: 'ann', objectName: 'ST:X', content: '{"a":"é"}', toGroupId: 'g' };
    await callFake(fake, '/message/group/publish.json', message);
    fake.clients.send({ from: 'ben', toGroup: 'g' });
    clock.advance(1000);
    await callFake(fake, '/group/quit.json', { userId: 'ben', groupId: 'g' });
    const before = fake.stateAsJson();
    expect((await restarted()).stateAsJson()).to.deep.equal(before);
    expect(fake.state.messages).to.have.length(1);
  });

  it('goes on from there: no token is given twice', async () => {
    const first = await token();
    await restarted();
    const second = await token();
    expect(second).to.not.equal(first);
    expect(fake.clients.connect(first)).to.deep.equal({ user: 'ann' });
  });

  it('keeps nothing of what it refused or was only asked', async () => {
    await block(0);
    await callFake(fake, '/user/info.json', { userId: 'ann' });
    expect(await readFile(file, 'utf8')).to.equal('');
  });

  it('leaves out a line that was cut off when it died, and goes on behind the last whole one', async () => {
    await block(5);
    await appendFile(file, '{"at":1,"path":"/group/cr');
    await restarted();
    expect([...fake.state.blocks.keys()]).to.deep.equal(['ben']);
    await token();
    await restarted();
    expect([...fake.state.users.keys()]).to.deep.equal(['ann']);
  });

  it('forgets its file too when it is reset', async () => {
    await block(5);
    fake.reset();
    await token();
    await restarted();
    expect([...fake.state.blocks]).to.deep.equal([]);
    expect([...fake.state.users.keys()]).to.deep.equal(['ann']);
  });

  it('has on disk what it answered, when it is killed in the same moment', async function () {
    this.timeout(10_000);
    const program = `
      import { startFakeRongCloud } from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};
      const fake = await startFakeRongCloud({ file: ${JSON.stringify(file)} });
      console.log(fake.url);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [url] = (await once(child.stdout, 'data')) as [Buffer];
      const other = { url: String(url).trim(), appKey: fake.appKey, appSecret: fake.appSecret };
      const groups = Array.from({ length: 20 }, (_, index) => `g${index}`);
      const create = (groupId: string) =>
        callFake(other, '/group/create.json', { userId: 'ann', groupId, groupName: 'G' });
      await Promise.all(groups.map(create));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await restarted();
      expect([...fake.state.groups.keys()]).to.have.members(groups);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
