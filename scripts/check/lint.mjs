// Biome: lint rules, layers, format.
import { node } from '../run.mjs';
import { tool } from '../workspace.mjs';

export const lint = async () => {
  await node(tool('@biomejs/biome', 'bin/biome'), ['ci', '--colors=off', '--error-on-warnings', '.']);
};
