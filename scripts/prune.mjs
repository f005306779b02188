// `tsc -b` leaves the output of a deleted source where it is: a test would go on running, a file would be published.
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './workspace.mjs';

const OUTPUTS = { dist: 'main', 'dist-test': 'test' };
const isTest = (file) => /\.test\.ts$/.test(file) || file.startsWith('test/');

const filesIn = (folder, below = '') =>
  existsSync(folder)
    ? readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
        const path = below ? `${below}/${entry.name}` : entry.name;
        return entry.isDirectory() ? filesIn(folder, path) : [path];
      })
    : [];

const sourceOf = (output) => output.replace(/(\.d\.ts|\.js\.map|\.js)$/, '.ts');

const removeEmptyFolders = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
};

export const prune = () => {
  for (const folder of packages) {
    const sources = filesIn(join(root, folder, 'src'));
    for (const [output, project] of Object.entries(OUTPUTS)) {
      const out = join(root, folder, output);
      const wanted = new Set(output === 'dist' ? sources.filter((file) => !isTest(file)) : sources);
      const present = filesIn(out);
      for (const file of present) if (!wanted.has(sourceOf(file))) rmSync(join(out, file));
      if (existsSync(out)) removeEmptyFolders(out);

      // tsc trusts its record of the last build: where an output is gone, so must the record be.
      const built = new Set(present.filter((file) => file.endsWith('.js')).map(sourceOf));
      const missing = [...wanted].some((file) => file.endsWith('.ts') && !built.has(file));
      if (missing) rmSync(join(root, folder, `.build/${project}.tsbuildinfo`), { force: true });
    }
  }
};
