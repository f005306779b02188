// Kith, RongCloud and an SMS provider together, in good times and in bad: `npm run e2e` (docs/im.md).
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { differences } from './compare.mjs';
import { load, percentiles } from './load.mjs';
import { fill, rowOf } from './report.mjs';
import { walkThrough } from './walk-through.mjs';
import { weathers } from './weather.mjs';
import { newWorld } from './world.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    'walks-per-second': { type: 'string', default: '1' },
    weather: { type: 'string', multiple: true, default: Object.keys(weathers) },
    write: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const walksPerSecond = Number(values['walks-per-second']);
/** A breaker that has to close, a token bucket that has to fill, and a line of entries. */
const PATIENCE_S = 300;

const world = await newWorld();
let failed = 0;
const rows = [];
try {
  console.log("The README's walk-through, with codes by SMS:\n");
  console.log(await walkThrough(world));
  await drained();
  let healthy;
  for (const name of values.weather) {
    const row = await endure(name);
    healthy ??= row.p99;
    rows.push(rowOf(row, healthy));
    console.log(rows.at(-1));
  }
} finally {
  await world.stop();
}
if (values.write) fill(rows);
process.exitCode = failed === 0 ? 0 : 1;

/** Some time of one weather, then the recovery from it. */
async function endure(name) {
  const { says, begin } = weathers[name];
  const before = await heard();
  const end = await begin(world);
  const { walks, messages, requests, failures } = await load(world, { seconds, walksPerSecond });
  await end();
  const begun = performance.now();
  await drained();
  const recovery = (performance.now() - begun) / 1_000;

  const different = await differences(world);
  const after = await heard();
  const dead = await world.query('select last_error, event from outbox where is_dead');
  const notices = dead.filter(({ event }) => /notice/.test(event)).length;
  const said = after.distinct - before.distinct;
  const row = {
    name,
    says,
    walks,
    requests: requests.length,
    failed: failures.length,
    ...percentiles(requests.filter(({ route }) => !waitsForRongCloud(route))),
    token: percentiles(requests.filter(({ route }) => waitsForRongCloud(route))),
    messages,
    said,
    doubled: after.all - after.distinct - (before.all - before.distinct),
    dead: dead.length,
    lost: messages - said - notices,
    recovery,
    differences: different.length,
  };
  for (const line of [...failures.map(String), ...different, ...dead.map(({ last_error }) => last_error)])
    console.error(`  ${name}: ${line}`);
  if (failures.length > 0 || different.length > 0 || row.lost > 0) failed += 1;
  await forgive(dead.length);
  return row;
}

/** The two that need a token of RongCloud's, where none was issued before. */
function waitsForRongCloud(route) {
  return route === 'GET /user/get_token' || route === 'POST /user/login';
}

/** The messages that RongCloud was given so far. */
async function heard() {
  const { messages } = await world.rongCloud.state();
  const texts = messages.map(({ from, target, content }) => `${from} ${target} ${content}`);
  return { all: texts.length, distinct: new Set(texts).size };
}

/** What may have arrived is said again when somebody decides so. */
async function forgive(count) {
  if (count === 0) return;
  const dead = await world.query('select id from outbox where is_dead');
  await world.kith('outbox', 'replay', ...dead.map(({ id }) => String(id)));
  await drained();
}

async function drained() {
  const deadline = performance.now() + PATIENCE_S * 1_000;
  for (;;) {
    const [{ waiting }] = await world.query('select count(*)::int as waiting from outbox where not is_dead');
    if (waiting === 0) return;
    assert.ok(performance.now() < deadline, `${waiting} entries still wait after ${PATIENCE_S} s`);
    await setTimeout(100);
  }
}
