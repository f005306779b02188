import { readFileSync } from 'node:fs';
import { clockCommand } from './commands/clock.js';
import type { Command, Io } from './commands/command.js';
import { configCommand, variablesHelp } from './commands/config.js';
import { imCommand } from './commands/im.js';
import { migrateCommand } from './commands/migrate.js';
import { outboxCommand } from './commands/outbox.js';
import { relayCommand } from './commands/relay.js';
import { serveCommand } from './commands/serve.js';
import { ConfigError } from './environment.js';
import { StartError } from './start-error.js';
import { UsageError } from './usage-error.js';

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  relay: relayCommand,
  config: configCommand,
  outbox: outboxCommand,
  im: imCommand,
  clock: clockCommand,
};

/** Runs one command. @returns the exit code: 0, 1 when it failed, 2 when it was called wrongly, or one of the command's own */
export async function runCommandLine([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === '--version') return say(io, version());
  if (name === undefined || name === '--help' || args.includes('--help')) return say(io, help());
  const command = commands[name];
  try {
    if (!command) throw new UsageError(`There is no command ${name}.`);
    return await command.run(args, io);
  } catch (error) {
    return complain(io, error);
  }
}

function complain(io: Io, error: unknown): number {
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

function say(io: Io, text: string): number {
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
