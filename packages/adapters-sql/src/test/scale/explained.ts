import { type Clock, createUseCases, type Services } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import type { Client } from 'pg';
import type { Transaction } from '../../database.js';
import { openPostgres } from '../../postgres/database.js';
import { sqlRateLimiter } from '../../rate-limiter.js';
import { sqlUnitOfWork } from '../../unit-of-work.js';
import type { Explained } from './plan.js';

/** The use cases on a PostgreSQL database that tells of every statement how it ran it. */
export interface ExplainedKith {
  readonly services: Services;
  /** What `work` asks of the database, in order; checks of references too. */
  explain<Answer>(work: (services: Services) => Promise<Answer>): Promise<{
    readonly answer: Answer;
    readonly statements: readonly Explained[];
  }>;
  close(): Promise<void>;
}

/** How plans are made: for the values of each execution, or one for all values. */
export type PlanMode = 'auto' | 'force_custom_plan' | 'force_generic_plan';

/** The server itself tells: so it is the plan that ran, with its values, in its transaction. As a superuser. */
const settingsOf = (mode: PlanMode) => ({
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': 0,
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
  plan_cache_mode: mode,
});

export interface ExplainOptions {
  readonly clock: Clock;
  readonly mode?: PlanMode;
  /** Starts chance: another one for each time on the same data. */
  readonly seed?: number;
}

/** @param url of a seeded database */
export async function explainedKith(
  url: string,
  { clock, mode = 'auto', seed = 1 }: ExplainOptions,
): Promise<ExplainedKith> {
  const statements: Explained[] = [];
  const listenedTo = new WeakSet<Client>();
  const listening =
    <T>(work: (trx: Transaction) => Promise<T>) =>
    async (trx: Transaction): Promise<T> => {
      const client: Client = await trx.client.acquireConnection();
      if (!listenedTo.has(client)) {
        listenedTo.add(client);
        client.on('notice', ({ message }) => statements.push(...explainedIn(message ?? '')));
      }
      return work(trx);
    };

  const random = { fraction: () => 0.5 };
  const database = await openPostgres({ url: withSettings(url, settingsOf(mode)), poolSize: 1, random });
  const listened = {
    ...database,
    read: <T>(work: (trx: Transaction) => Promise<T>) => database.read(listening(work)),
    write: <T>(work: (trx: Transaction) => Promise<T>) => database.write(listening(work)),
  };
  const ports = {
    ...inMemoryPorts({ seed }),
    clock,
    unitOfWork: sqlUnitOfWork({ database: listened, clock, random }),
    rateLimiter: sqlRateLimiter({ database: listened, clock, random }),
  };
  const services: Services = { ...ports, ...createUseCases(ports) };

  return {
    services,
    async explain(work) {
      // The connection's first transaction makes it heard of.
      await ports.unitOfWork.read(async () => {});
      statements.length = 0;
      const answer = await work(services);
      return { answer, statements: [...statements] };
    },
    close: database.close,
  };
}

/** The message is a duration, and then the plan. */
function explainedIn(message: string): Explained[] {
  const start = message.indexOf('plan:\n');
  return start < 0 ? [] : [JSON.parse(message.slice(start + 'plan:\n'.length))];
}

function withSettings(url: string, settings: Readonly<Record<string, string | number>>): string {
  const changed = new URL(url);
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  changed.searchParams.set('options', options.join(' '));
  return changed.href;
}
