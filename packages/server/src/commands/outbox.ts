import { parseArgs } from 'node:util';
import { type OutboxEntry, orderingKey } from '@kith/core';
import { readConfig } from '../config.js';
import { kithContainer, type ServerContainer } from '../container/container.js';
import { type Command, type Io, UsageError } from './command.js';

const defaultLimit = 100;

type Action = (container: ServerContainer, args: readonly string[], io: Io) => Promise<number>;

const list: Action = async (container, args, { out }) => {
  const { values } = parseArgs({ args: [...args], options: { limit: { type: 'string' } } });
  const limit = values.limit === undefined ? defaultLimit : positive(values.limit);
  const listDeadLetters = await container.get('listDeadLetters');
  const letters = await listDeadLetters(limit);
  for (const letter of letters) out(line(letter));
  out(
    letters.length === 0
      ? 'Nothing was given up.'
      : `${letters.length} given up. Try again: kith outbox replay <id> ...`,
  );
  return 0;
};

const replay: Action = async (container, args, { out }) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  if (positionals.length === 0)
    throw new UsageError('kith outbox replay needs the ids that kith outbox list shows.');
  const replayDeadLetters = await container.get('replayDeadLetters');
  const count = await replayDeadLetters(positionals.map(positive));
  out(`${count} will be tried again.`);
  return 0;
};

const actions: Readonly<Record<string, Action>> = { list, replay };

export const outboxCommand: Command = {
  usage: 'list [--limit <n>] | replay <id> ...',
  summary: 'what the IM cloud was not told: list what was given up, or try it again',
  async run([name = '', ...args], io) {
    const action = actions[name];
    if (!action) throw new UsageError('kith outbox needs list or replay.');
    const container = kithContainer(readConfig(io.env));
    try {
      return await action(container, args, io);
    } finally {
      await container.close();
    }
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
