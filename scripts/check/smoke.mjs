// Installs the packed tarballs into an empty project, imports every entry, and runs the examples there.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pack } from '../pack.mjs';
import { installOptions, node, pnpm } from '../run.mjs';
import { packages, readManifest, root } from '../workspace.mjs';

const examples = join(root, 'examples');

const tarballOf = (tarballs, { name, version }) => {
  const file = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
  return `file:${tarballs.find((tarball) => basename(tarball) === file)}`;
};

const entriesOf = ({ name, exports }) =>
  Object.keys(exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => name + entry.slice(1));

/** The packages refer to each other by version, and are in no registry yet: all of them come from the tarballs. */
const writeProject = (folder, manifests, tarballs) => {
  const local = Object.fromEntries(
    manifests.map((manifest) => [manifest.name, tarballOf(tarballs, manifest)]),
  );
  const settings = { overrides: local, allowBuilds: { 'better-sqlite3': true } };
  const manifest = { name: 'smoke', private: true, type: 'module', dependencies: local };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings));
  const lines = manifests.flatMap(entriesOf).map((entry) => `await import('${entry}');`);
  writeFileSync(join(folder, 'entries.mjs'), lines.join('\n'));
};

export const smoke = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-smoke-'));
  try {
    const manifests = packages.map(readManifest);
    writeProject(folder, manifests, await pack());
    if (existsSync(examples)) cpSync(examples, folder, { recursive: true });
    await pnpm(['install', '--prefer-offline', ...installOptions], { cwd: folder });
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
    for (const file of scripts) await node(join(folder, file), [], { cwd: folder });
    return `ran ${scripts.join(', ')}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
