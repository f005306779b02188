// Relays as processes: killed, side by side, and with an IM cloud that is down for some.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqlStore } from '../packages/adapters-sql/dist/index.js';
import {
  describeOn,
  mysql,
  postgres,
} from '../packages/adapters-sql/dist-test/test/databases/test-database.js';

const script = fileURLToPath(new URL('../packages/server/dist-test/test/relay-process.js', import.meta.url));
const PATIENCE_MS = 90_000;
/** Tries until it holds, and not so often that it is in the way of what it waits for. */
async function eventually(check) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(50);
  }
}

const range = (count) => Array.from({ length: count }, (_, index) => index + 1);

/** How many events the longest line has: more than a relay claims at once. */
const LINE = 200;

/** @param several whether several processes may relay at once */
function relaySuite(urlOf, { several }) {
  let folder;
  let file;
  let store;
  const processes = new Set();

  /** The events of a group, numbered from 1: all of one ordering key. */
  const add = (group, count) =>
    store.unitOfWork.write(async ({ outbox }) => {
      for (const turn of range(count))
        await outbox.add({ type: 'group-renamed', group, name: String(turn) }, Date.now());
    });
  const lines = () =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => line.split(' '))
      : [];
  const done = (group) =>
    lines().flatMap(([what, key, turn]) => (what === 'done' && Number(key) === group ? [Number(turn)] : []));
  const emptied = () =>
    eventually(async () => {
      const { pending, dead } = await store.unitOfWork.read(({ outbox }) => outbox.counts());
      assert.deepEqual({ pending, dead }, { pending: 0, dead: 0 });
    });

  async function relay(ms = 0) {
    const env = { PATH: process.env.PATH, DATABASE_URL: urlOf() };
    const child = spawn(process.execPath, [script, file, String(ms)], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    processes.add(child);
    const ended = once(child, 'close').then(() => processes.delete(child));
    await Promise.race([once(child.stdout, 'data'), ended.then(() => assert.fail('the relay ended'))]);
    return {
      pid: child.pid,
      end: (signal) => {
        child.kill(signal);
        return ended;
      },
    };
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kith-relays-'));
    const random = { fraction: () => 0.5 };
    store = await openSqlStore({
      url: urlOf(folder),
      clock: { now: () => Date.now() },
      random,
      migrate: true,
    });
  });
  beforeEach(() => {
    file = join(mkdtempSync(join(folder, 'cloud-')), 'im');
  });
  afterEach(async () => {
    for (const child of processes) child.kill('SIGKILL');
    await eventually(() => assert.equal(processes.size, 0));
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('loses nothing of a relay that is killed in the middle of deliveries: the next one delivers it again, in order', async () => {
    const groups = range(12);
    for (const group of groups) await add(group, 4);
    const killed = await relay(100);
    await eventually(() => assert.ok(lines().length > 30));
    await killed.end('SIGKILL');
    const begun = lines().filter(([what]) => what === 'begin').length;
    const finished = lines().filter(([what]) => what === 'done').length;
    assert.ok(begun > finished, 'it was in the middle of some');

    await relay();
    await emptied();
    for (const group of groups) {
      const turns = done(group);
      // What was delivered, but not yet noted as such, comes again, before anything later.
      const withoutRepeats = turns.filter((turn, index) => turn !== turns[index - 1]);
      assert.deepEqual(withoutRepeats, [1, 2, 3, 4]);
    }
  });

  it('goes on with others while one key cannot be delivered, and with that one, in order, when it can', async () => {
    const [down, ...others] = range(6);
    writeFileSync(`${file}.down.${down}`, '');
    for (const group of [down, ...others]) await add(group, 3);
    await relay();
    for (const group of others) await eventually(() => assert.deepEqual(done(group), [1, 2, 3]));
    assert.deepEqual(done(down), []);
    rmSync(`${file}.down.${down}`);
    await emptied();
    assert.deepEqual(done(down), [1, 2, 3]);
  });

  it(`delivers ${LINE} events of a key in order${several ? ', each once, by two relays at once' : ''}`, async () => {
    const [long, ...others] = range(9);
    await add(long, LINE);
    for (const group of others) await add(group, 20);
    const relays = await Promise.all([relay(), ...(several ? [relay()] : [])]);
    await emptied();
    assert.deepEqual(done(long), range(LINE));
    for (const group of others) assert.deepEqual(done(group), range(20));
    const busy = new Set(lines().map(([, , , pid]) => Number(pid)));
    // Which of them did how much is chance.
    const pids = relays.map(({ pid }) => pid);
    assert.ok([...busy].every((pid) => pids.includes(pid)));
    for (const { end } of relays) await end('SIGTERM');
  });
}

describe('relays on SQLite', function () {
  this.timeout(120_000);
  let path;
  relaySuite(
    (folder) => {
      path ??= join(folder, 'kith.db');
      return `sqlite:${path}`;
    },
    { several: false },
  );
});

for (const engine of [postgres, mysql])
  describeOn(engine, 'relays', (database) => {
    describe('as processes:', function () {
      this.timeout(120_000);
      relaySuite(() => database.url, { several: true });
    });
  });
