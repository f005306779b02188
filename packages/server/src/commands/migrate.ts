import { parseArgs } from 'node:util';
import { openSqlSchema, type SchemaStatus } from '@kith/adapters-sql';
import { readConfig } from '../config.js';
import { cryptoRandom, systemClock } from '../platform/index.js';
import { databaseErrorOf } from '../start-error.js';
import type { Command } from './command.js';

export const migrateCommand: Command = {
  usage: '[--status]',
  summary: 'bring the database to the present schema; --status only lists the migrations',
  async run(args, { env, out }) {
    const { values } = parseArgs({ args: [...args], options: { status: { type: 'boolean' } } });
    const { databaseUrl: url } = readConfig(env);
    try {
      const schema = await openSqlSchema({ url, clock: systemClock(), random: cryptoRandom() });
      try {
        for (const line of values.status ? statusLines(await schema.status()) : done(await schema.migrate()))
          out(line);
      } finally {
        await schema.close();
      }
      return 0;
    } catch (error) {
      throw databaseErrorOf(error);
    }
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
