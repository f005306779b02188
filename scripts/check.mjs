// `npm run check`: every step in turn, or the steps named; stops at the first that fails, and shows why.
import { lint } from './check/lint.mjs';
import { packed } from './check/packed.mjs';
import { smoke } from './check/smoke.mjs';
import { types } from './check/types.mjs';
import { unused } from './check/unused.mjs';
import { walls } from './check/walls.mjs';

const STEPS = { types, walls, lint, unused, packed, smoke };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}

for (const name of names.length > 0 ? names : Object.keys(STEPS)) {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  try {
    const remark = await STEPS[name]();
    console.log(`ok      ${name.padEnd(7)}${seconds().padStart(7)}${remark ? `  ${remark}` : ''}`);
  } catch (error) {
    console.log(`FAILED  ${name.padEnd(7)}${seconds().padStart(7)}\n\n${error.output || error.stack}`);
    process.exit(1);
  }
}
