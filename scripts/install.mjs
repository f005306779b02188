// Brings node_modules to the state that the lock file describes; does nothing where it is there already.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installOptions, pnpm } from './run.mjs';
import { packages, root } from './workspace.mjs';

const stampFile = join(root, 'node_modules/.kith-stamp');

// Native modules are compiled for one ABI, so another Node in the same clone needs them anew.
const abi = `${process.platform}-${process.arch}-${process.versions.modules}`;

const digest = () => {
  const hash = createHash('sha256');
  const manifests = packages.map((folder) => `${folder}/package.json`);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests])
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

export const install = async () => {
  const wanted = `${abi} ${digest()}`;
  const present = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (present === wanted) return;

  if (present && !present.startsWith(`${abi} `))
    for (const folder of ['.', ...packages])
      rmSync(join(root, folder, 'node_modules'), { recursive: true, force: true });

  console.log('Installing (the first time may take a minute) ...');
  // In two steps: one that downloads and compiles at once was seen to idle for most of a minute after its work.
  await pnpm(['fetch', '--ignore-scripts']);
  await pnpm(['install', '--frozen-lockfile', ...installOptions]);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
};
