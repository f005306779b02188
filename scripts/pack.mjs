// The tarballs as they would be published.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm } from './run.mjs';
import { root } from './workspace.mjs';

/** Packs every package into `out/` and gives the tarballs' paths. */
export const pack = async () => {
  const out = join(root, 'out');
  rmSync(out, { recursive: true, force: true });
  await pnpm(['--filter', './packages/*', 'pack', '--pack-destination', out]);
  return readdirSync(out)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => join(out, file));
};
