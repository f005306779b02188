// The walls, tried: crossings are planted in a copy of the workspace; the check names each, and none without them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CROSSINGS } from './crossings.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const LEFT_OUT = ['node_modules', '.cache', '.git', 'data', 'out'];
const COMPILED = ['dist', 'dist-test', '.build'];

const copyWorkspace = (step) => {
  const copy = fs.mkdtempSync(join(tmpdir(), 'kith-walls-'));
  // The compiler gets what it compiled before, so that it compiles only what is planted, and what imports that.
  const leftOut = step === 'types' ? LEFT_OUT : [...LEFT_OUT, ...COMPILED];
  const filter = (path) => !leftOut.includes(basename(path));
  fs.cpSync(root, copy, { recursive: true, preserveTimestamps: true, filter });
  const folders = fs.readdirSync(join(copy, 'packages')).map((name) => `packages/${name}`);
  for (const folder of ['.', ...folders])
    if (fs.existsSync(join(root, folder, 'node_modules')))
      fs.symlinkSync(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'));
  return copy;
};

const declare = (copy, { folder, name }) => {
  const file = join(copy, `packages/${folder}/package.json`);
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  manifest.dependencies = { ...manifest.dependencies, [name]: '*' };
  fs.writeFileSync(file, JSON.stringify(manifest, null, 2));
};

const plant = (copy, crossing) => {
  for (const [file, text] of Object.entries({ ...crossing.plant, ...crossing.also })) {
    fs.mkdirSync(dirname(join(copy, file)), { recursive: true });
    fs.writeFileSync(join(copy, file), text);
  }
  if (crossing.declares) declare(copy, crossing.declares);
};

const check = (copy, step) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/check.mjs'), step], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { passed: status === 0, report: stdout + stderr };
};

for (const [step, crossings] of Object.entries(CROSSINGS))
  describe(`the walls, as the step \`${step}\` of the check holds them`, function () {
    this.timeout(60_000);
    let copy;
    let without;
    let withAll;

    before(() => {
      copy = copyWorkspace(step);
      without = check(copy, step);
      for (const crossing of Object.values(crossings)) plant(copy, crossing);
      withAll = check(copy, step);
    });

    after(() => fs.rmSync(copy, { recursive: true, force: true }));

    it('fails when walls are crossed', () => {
      assert.equal(withAll.passed, false, withAll.report);
    });

    for (const [wall, { file, says }] of Object.entries(crossings))
      it(`${wall}: the report names the crossing`, () => {
        for (const words of [file, says])
          assert.ok(withAll.report.includes(words), `"${words}" is missing:\n${withAll.report}`);
        assert.ok(!(without.report.includes(file) && without.report.includes(says)), without.report);
      });

    if (step === 'walls')
      it('passes when none is crossed', () => {
        assert.equal(without.passed, true, without.report);
      });
  });
