// knip: no file, export or dependency that nothing uses, no dependency that is not declared.
import { node } from '../run.mjs';
import { tool } from '../workspace.mjs';

export const unused = async () => {
  await node(tool('knip', 'bin/knip.js'), ['--no-progress', '--treat-config-hints-as-errors']);
};
