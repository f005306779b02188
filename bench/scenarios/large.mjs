// What an answer of 250,000 rows takes: a user in 500 groups of 500 members syncs from 0. Memory is the server's.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createGunzip } from 'node:zlib';
import { engines } from '../engines.mjs';
import { fillLarge, signIn } from '../network.mjs';
import { startKith } from '../server-process.mjs';
import { ms, table } from '../table.mjs';

const pageRows = 5_000;

export async function large({ engine: wanted }) {
  const row = table(32, 12, 14, 12, 14);
  row('', 'body', 'first byte', 'all', 'memory');
  for (const [name, start] of Object.entries(engines)) {
    if (wanted && name.toLowerCase() !== wanted) continue;
    const engine = await start();
    if (typeof engine === 'string') continue;
    try {
      await fillLarge(engine.url);
      const kith = await startKith(engine.url);
      try {
        console.log(name);
        await onServer(kith, row);
      } finally {
        await kith.stop();
      }
    } finally {
      await engine.stop();
    }
  }
}

async function onServer({ url, pid }, row) {
  const { cookie } = await signIn(url);
  const ask = (path, encoding) => read(`${url}/user/sync/${path}`, { cookie, 'accept-encoding': encoding });
  row('  nothing asked', '', '', '', megabytes(memoryOf(pid)));
  for (const encoding of ['identity', 'gzip']) {
    forgetPeak(pid);
    const { first, all, bytes } = await ask('0', encoding);
    row(`  one answer, ${encoding}`, megabytes(bytes), ms(first), ms(all), megabytes(memoryOf(pid)));
  }
  forgetPeak(pid);
  const begun = performance.now();
  let [pages, bytes, position] = [0, 0, '0?'];
  while (position) {
    const page = await ask(`${position}limit=${pageRows}`, 'gzip');
    const { version, era, hasMore } = JSON.parse(page.text).result;
    pages += 1;
    bytes += page.bytes;
    position = hasMore && `${version}?era=${era}&`;
  }
  const all = performance.now() - begun;
  row(`  ${pages} pages, gzip`, megabytes(bytes), '', ms(all), megabytes(memoryOf(pid)));
}

async function read(url, headers) {
  const begun = performance.now();
  const [answer] = await once(get(url, { headers, agent: false }), 'response');
  if (answer.statusCode !== 200) throw new Error(`${url} is answered with ${answer.statusCode}`);
  const body = answer.headers['content-encoding'] === 'gzip' ? answer.pipe(createGunzip()) : answer;
  const chunks = [];
  let first;
  for await (const chunk of body) {
    first ??= performance.now() - begun;
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  return { first, all: performance.now() - begun, bytes: whole.length, text: whole.toString() };
}

/** The most that a process has held since its peak was forgotten. Linux tells. */
const memoryOf = (pid) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, '5');
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
