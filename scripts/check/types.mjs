// Every package and every test compiles.
import { tsc } from '../build.mjs';
import { node } from '../run.mjs';

export const types = async () => {
  await node(tsc, ['-b', '--pretty']);
};
