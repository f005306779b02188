// The run in all weathers (docs/im.md), a few seconds of it: that it still runs, and still finds nothing lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { node } from '../scripts/run.mjs';

const canRun = spawnSync('bash', ['-c', 'command -v curl']).status === 0;
const suite = canRun ? describe : describe.skip;

suite(`Kith beside RongCloud and an SMS provider${canRun ? '' : ' (needs bash and curl)'}`, () => {
  it('fails no request and loses nothing while RongCloud is killed in mid-delivery', async () => {
    const weathers = ['healthy', 'killed in mid-delivery'].flatMap((name) => ['--weather', name]);
    const output = await node('e2e/e2e.mjs', ['--seconds', '2', '--walks-per-second', '2', ...weathers]);
    assert.match(output, /^# What changed since\n\{"code":200\}$/m, 'the walk-through was walked');
    assert.equal(output.match(/^\| (?:healthy|killed)/gm)?.length, 2, output);
  }).timeout(240_000);
});
