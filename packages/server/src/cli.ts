#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { type Command, type Io, UsageError } from './commands/command.js';
import { configCommand, variablesHelp } from './commands/config.js';
import { migrateCommand } from './commands/migrate.js';
import { outboxCommand } from './commands/outbox.js';
import { serveCommand } from './commands/serve.js';
import { ConfigError } from './environment.js';
import { StartError } from './start-error.js';

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  config: configCommand,
  outbox: outboxCommand,
};

const io: Io = {
  env: process.env,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return say(version());
  if (name === undefined || name === '--help' || args.includes('--help')) return say(help());
  const command = commands[name];
  try {
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return await command.run(args, io);
  } catch (error) {
    return complain(error);
  }
}

function complain(error: unknown): number {
  if (isUsage(error)) {
    io.err(`${error.message}\nkith --help shows what there is.`);
    return 2;
  }
  io.err(error instanceof ConfigError || error instanceof StartError ? error.message : describe(error));
  return 1;
}

const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function say(text: string): number {
  io.out(text);
  return 0;
}

function version(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}

function help(): string {
  return [
    'Usage: kith <command>',
    '',
    ...Object.entries(commands).map(
      ([name, { usage, summary }]) => `  kith ${name} ${usage}\n      ${summary}`,
    ),
    '',
    'It is configured by its environment:',
    '',
    ...variablesHelp(),
  ].join('\n');
}

process.exitCode = await run(process.argv.slice(2));
