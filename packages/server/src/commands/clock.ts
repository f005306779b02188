import { parseArgs } from 'node:util';
import type { ClockReading, SqlSchema } from '@kith/adapters-sql';
import { readConfig } from '../config.js';
import { UsageError } from '../usage-error.js';
import { withSchema } from '../with-schema.js';
import type { Command } from './command.js';

const actions: Readonly<Record<string, (schema: SqlSchema) => Promise<readonly string[]>>> = {
  show: async (schema) => linesOf(await schema.clock()),
  renew: async (schema) => [
    ...linesOf(await schema.renewClock()),
    'A new era began: every client is answered once with everything.',
  ],
};

export const clockCommand: Command = {
  usage: 'show | renew',
  summary:
    'where the version clock of the database stands; renew opens an era, after rows were restored under a running server',
  async run([name = '', ...args], { env, out }) {
    parseArgs({ args });
    const act = actions[name];
    if (!act) throw new UsageError('kith clock needs show or renew.');
    for (const line of await withSchema(readConfig(env).database, act)) out(line);
    return 0;
  },
};

const linesOf = ({ horizon, era, heldBack }: ClockReading): string[] => [
  `horizon    ${horizon}`,
  `era        ${era}`,
  ...(heldBack
    ? [`held back  by ${heldBack.transactions} transactions, for ${heldBack.seconds.toFixed(1)} s`]
    : []),
];
