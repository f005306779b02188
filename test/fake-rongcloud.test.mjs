// `npm run fake:rongcloud` as a process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sign } from '../packages/adapter-rongcloud/dist/fake/index.js';

const script = fileURLToPath(new URL('../scripts/fake-rongcloud.mjs', import.meta.url));

describe('npm run fake:rongcloud', function () {
  this.timeout(20_000);
  const children = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const started = (...args) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    /** The next line that holds this. */
    const line = async (text) => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`It ended without saying ${text}`);
        if (value.includes(text)) return value.trim();
      }
    };
    return { child, line };
  };

  it('says how Kith finds it, shows each call on a line, and ends when told to', async () => {
    const { child, line } = started('--port', '0', '--app-key', 'key', '--app-secret', 'secret');
    assert.equal(await line('KITH_RONGCLOUD_APP_KEY'), 'KITH_RONGCLOUD_APP_KEY=key');
    assert.equal(await line('KITH_RONGCLOUD_APP_SECRET'), 'KITH_RONGCLOUD_APP_SECRET=secret');
    const url = (await line('KITH_RONGCLOUD_URL')).split('=')[1];
    await fetch(`${url}/_fake/misbehave`, {
      method: 'POST',
      body: '{"kind":"refuse","code":1008,"path":"/user/info.json","times":1}',
    });
    const headers = { 'App-Key': 'key', Nonce: '1', Timestamp: '2', Signature: sign('secret', '1', '2') };
    const call = (path, body) =>
      fetch(url + path, { method: 'POST', headers, body: new URLSearchParams(body) });
    await call('/user/getToken.json', { userId: 'ann', name: 'Ann\nB' });
    await call('/user/info.json', { userId: 'ann' });
    assert.match(await line('getToken'), /^[\d:.]{12} 200 \/user\/getToken\.json userId=ann name=Ann B$/);
    assert.match(await line('info'), /^[\d:.]{12} 1008 \(refuse\) \/user\/info\.json userId=ann$/);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('says what it does not understand', async () => {
    const { child } = started('--oops');
    assert.deepEqual(await once(child, 'exit'), [2, null]);
  });
});
