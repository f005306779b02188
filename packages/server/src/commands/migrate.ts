import { parseArgs } from 'node:util';
import type { SchemaStatus } from '@kith/adapters-sql';
import { readConfig } from '../config.js';
import { withSchema } from '../with-schema.js';
import type { Command } from './command.js';

export const migrateCommand: Command = {
  usage: '[--status]',
  summary: 'bring the database to the present schema; --status only lists the migrations',
  async run(args, { env, out }) {
    const { values } = parseArgs({ args: [...args], options: { status: { type: 'boolean' } } });
    const { database } = readConfig(env);
    await withSchema(database, async (schema) => {
      for (const line of values.status ? statusLines(await schema.status()) : done(await schema.migrate()))
        out(line);
    });
    return 0;
  },
};

const statusLines = ({ applied, pending, unknown }: SchemaStatus): string[] => [
  ...applied.map((name) => `applied  ${name}`),
  ...pending.map((name) => `pending  ${name}`),
  ...unknown.map((name) => `unknown  ${name}`),
];

const done = (names: readonly string[]): string[] => [
  ...names.map((name) => `applied  ${name}`),
  'The schema is up to date.',
];
