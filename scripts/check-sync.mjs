// The long form of the sync checker: `npm run check:sync -- --ops N --seed S` (docs/sync.md).
import { node } from './run.mjs';

const MAIN = 'packages/adapters-sql/dist-test/test/checker/main.js';

export const checkSync = (args) => node(MAIN, args, { show: true });
