import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type ImGateway } from '@kith/core';
import { readConfig } from '../config.js';
import { kithContainer } from '../container/container.js';
import { module } from '../container/services.js';
import { testVariables } from './config-of.js';

/**
 * A relay as a process of its own, until SIGTERM or the end of its standard input: `relay-process.js <file> <ms>`. Its IM
 * cloud is the file, which has a line when a delivery begins and one when it is done, so many ms later. It is down for
 * the group n while there is a file `<file>.down.n`.
 */
const [, , file = '', ms = '0'] = process.argv;

const imGateway: ImGateway = {
  issueToken: async () => 'token',
  async deliver({ event }) {
    if (event.type !== 'group-renamed') return;
    const note = (what: string) =>
      appendFileSync(file, `${what} ${event.group} ${event.name} ${process.pid}\n`);
    if (existsSync(`${file}.down.${event.group}`))
      throw new DomainError('im-unavailable', { retryAfterMs: 20, answered: true });
    note('begin');
    if (Number(ms) > 0) await sleep(Number(ms));
    note('done');
  },
};

const config = readConfig({ ...testVariables, KITH_LOG_LEVEL: 'silent', ...process.env });
const outbox = {
  ...config.rules.outbox,
  leaseMs: 2_000,
  firstRetryMs: 20,
  maxRetryMs: 50,
  maxAttempts: 10_000,
};
const container = kithContainer(
  config,
  module((bind) => {
    bind.value('rules', { ...config.rules, outbox });
    bind.value('imGateway', imGateway);
  }),
);
process.on('SIGTERM', () => {
  process.stdin.destroy();
  void container.close();
});
process.stdin.on('end', () => process.exit(1)).resume();
await container.get('relay');
process.stdout.write('relaying\n');
