// publint and attw on the packed tarballs: what a user installs resolves, with types, in every way of importing it.
import { pack } from '../pack.mjs';
import { node } from '../run.mjs';
import { tool } from '../workspace.mjs';

const publint = (tarball) => node(tool('publint', 'src/cli.js'), [tarball, '--strict']);

const attw = (tarball) =>
  node(tool('@arethetypeswrong/cli', 'dist/index.js'), ['--profile', 'esm-only', '--no-color', tarball]);

export const packed = async () => {
  const tarballs = await pack();
  for (const tarball of tarballs) await Promise.all([publint(tarball), attw(tarball)]);
  return `${tarballs.length} tarballs`;
};
