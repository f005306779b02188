// The examples run as they are, against the built packages; the docs show them as they are.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { node } from '../../scripts/run.mjs';
import { packages, readManifest, root, tool } from '../../scripts/workspace.mjs';
import { blocksOf, documents, exists, read } from './files.mjs';

const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.mjs'));

describe('a block that the docs call a file', () => {
  const blocks = documents.flatMap(blocksOf).filter(({ file }) => file !== undefined);

  for (const { document, file, text } of blocks)
    it(`is that file, letter by letter: ${file} in ${document}`, () => {
      assert.ok(exists(file), `${file} is not there`);
      assert.equal(text, read(file));
    });

  it('is there for every example', () => {
    const shown = new Set(blocks.map(({ file }) => file));
    assert.deepEqual(
      examples.map((file) => `examples/${file}`).filter((file) => !shown.has(file)),
      [],
    );
  });
});

describe('an example', () => {
  let folder;

  /** A project of a user's: the examples, with the packages installed. */
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-examples-'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    for (const path of packages) {
      const { name } = readManifest(path);
      mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(join(root, path), join(folder, 'node_modules', name), 'junction');
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('agrees with the types of the packages', async () => {
    const compilerOptions = {
      module: 'nodenext',
      target: 'ES2023',
      lib: ['ES2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
      allowJs: true,
      checkJs: true,
      types: ['node'],
      typeRoots: [join(root, 'packages/core/node_modules/@types')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mjs'] }));
    await node(tool('typescript', 'bin/tsc'), ['-p', folder]).catch(({ output }) => assert.fail(output));
  }).timeout(60_000);

  for (const file of examples)
    it(`runs to its end: ${basename(file)}`, async () => {
      const output = await node(join(folder, file), [], { cwd: folder });
      const promised = /^\/\/ Prints: (.*)$/m.exec(read(`examples/${file}`))?.[1];
      if (promised !== undefined) assert.equal(output.trim(), promised);
    }).timeout(30_000);
});
