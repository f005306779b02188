import { withoutPassword } from '../database-environment.js';
import { environmentSchema, productionSecrets, readEnvironment, type Variable } from '../environment.js';
import type { Command } from './command.js';

const variables = Object.keys(environmentSchema.shape) as Variable[];
const generatedInDevelopment: readonly Variable[] = productionSecrets;

const isSecret = (name: Variable): boolean => environmentSchema.shape[name].meta()?.secret === true;
const isUrl = (name: Variable): boolean => environmentSchema.shape[name].meta()?.url === true;
const descriptionOf = (name: Variable): string => environmentSchema.shape[name].description ?? '';

/** What was read of a list or a table, in the way that it is written. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  const rows: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return rows.map(([name, row]) => `${name}=${[row].flat().join('|')}`).join(',');
}

/** Prints the configuration, and nothing secret of it. */
export const configCommand: Command = {
  usage: '',
  summary: 'print the configuration, secrets masked',
  async run(_args, { env, out }) {
    const environment = readEnvironment(env);
    const shown = (name: Variable): string => {
      const value = environment[name];
      if (value === undefined) return generatedInDevelopment.includes(name) ? '(generated)' : '(not set)';
      if (isSecret(name)) return '********';
      return isUrl(name) ? withoutPassword(String(value)) : textOf(value);
    };
    for (const name of variables) out(`${name}=${shown(name)}`);
    return 0;
  },
};

/** The variables with what they mean, for `kith --help`. */
export const variablesHelp = (): string[] => {
  const width = Math.max(...variables.map((name) => name.length));
  return variables.map((name) => `  ${name.padEnd(width)}  ${descriptionOf(name)}`);
};
