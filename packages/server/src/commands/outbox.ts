import { parseArgs } from 'node:util';
import { type OutboxEntry, orderingKey } from '@kith/core';
import { readConfig } from '../config.js';
import { kithContainer, type ServerContainer } from '../container/container.js';
import { UsageError } from '../usage-error.js';
import type { Command, Io } from './command.js';

const defaultLimit = 100;

/** Reads its arguments, then does what they ask. */
type Action = (args: readonly string[]) => (container: ServerContainer, io: Io) => Promise<void>;

const list: Action = (args) => {
  const { values } = parseArgs({ args: [...args], options: { limit: { type: 'string' } } });
  const limit = values.limit === undefined ? defaultLimit : positive(values.limit);
  return async (container, { out }) => {
    const listDeadLetters = await container.get('listDeadLetters');
    const letters = await listDeadLetters(limit);
    for (const letter of letters) out(line(letter));
    if (letters.length === 0) out('Nothing was given up.');
    else out(`${letters.length} given up. Try again: kith outbox replay <id> ...`);
  };
};

const replay: Action = (args) => {
  const ids = idsOf('replay', args);
  return async (container, { out }) => {
    const replayDeadLetters = await container.get('replayDeadLetters');
    out(`${await replayDeadLetters(ids)} will be tried again.`);
  };
};

const drop: Action = (args) => {
  const ids = idsOf('drop', args);
  return async (container, { out }) => {
    const dropDeadLetters = await container.get('dropDeadLetters');
    out(`${await dropDeadLetters(ids)} thrown away.`);
  };
};

function idsOf(name: string, args: readonly string[]): readonly number[] {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  if (positionals.length === 0)
    throw new UsageError(`kith outbox ${name} needs the ids that kith outbox list shows.`);
  return positionals.map(positive);
}

const actions: Readonly<Record<string, Action>> = { list, replay, drop };

export const outboxCommand: Command = {
  usage: 'list [--limit <n>] | replay <id> ... | drop <id> ...',
  summary: 'what the IM cloud was not told: list what was given up, try it again, or throw it away',
  async run([name = '', ...args], io) {
    const act = actions[name]?.(args);
    if (!act) throw new UsageError('kith outbox needs list, replay or drop.');
    const container = kithContainer({ ...readConfig(io.env), serves: false, migrate: false });
    try {
      await act(container, io);
    } finally {
      await container.close();
    }
    return 0;
  },
};

/** Without its content: what people wrote to one another is nobody else's. */
const line = ({ id, event, attempts, at, lastError }: OutboxEntry): string =>
  `${id}  ${new Date(at).toISOString()}  ${event.type}  ${orderingKey(event)}  ${attempts} tries  ${lastError ?? ''}`;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`${text} is not a positive number.`);
  return value;
}
