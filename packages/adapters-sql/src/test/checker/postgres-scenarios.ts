import type { ServerSpec } from './fleet.js';
import { killWriter } from './moves.js';
import {
  crash,
  failingOver,
  holdTransaction,
  killBackend,
  restoring,
  single,
  withReplica,
} from './postgres-stages.js';
import type { Scenario } from './scenario.js';

const writer: ServerSpec = { does: 'write' };
const both: ServerSpec = { does: 'both' };
const readerOfReplica: ServerSpec = { does: 'read', onReplica: true };
const minute = 60_000;

const common = { database: 'PostgreSQL', servers: [writer, both], faults: 2 } as const;

export const postgresScenarios: readonly Scenario[] = [
  { ...common, title: 'steady', faults: 0, begin: single },
  { ...common, title: 'writers killed in mid-transaction', begin: () => single(() => killWriter) },
  {
    ...common,
    title: "one process's clock a minute ahead",
    servers: [{ does: 'write', clockOffsetMs: minute }, both],
    faults: 0,
    begin: single,
  },
  {
    ...common,
    title: "somebody's transaction stays open",
    faults: 1,
    mostFaults: 1,
    begin: () => single(holdTransaction),
  },
  { ...common, title: 'server crashed', begin: () => single(crash) },
  { ...common, title: "a connection's process killed", begin: () => single(killBackend) },
  {
    ...common,
    title: 'server crashed, commits asynchronous',
    mayLose: true,
    resetsPerFault: 1,
    begin: () => single(crash, { synchronous_commit: 'off' }),
  },
  {
    ...common,
    title: 'read from a replica that is paused',
    servers: [writer, writer, readerOfReplica],
    begin: () => withReplica({ renewing: false }),
  },
  {
    ...common,
    title: 'read from primary and paused replica in turn, clock renewed',
    servers: [writer, both, readerOfReplica],
    resetsPerFault: 1,
    begin: () => withReplica({ renewing: true }),
  },
  {
    ...common,
    title: 'failover to a replica that lags',
    faults: 1,
    mayLose: true,
    resetsPerFault: 1,
    begin: () => failingOver({ synchronous: false }),
  },
  {
    ...common,
    title: 'failover to a synchronous replica',
    faults: 1,
    resetsPerFault: 1,
    begin: () => failingOver({ synchronous: true }),
  },
  {
    ...common,
    title: 'dump restored into a new cluster',
    faults: 1,
    mayLose: true,
    resetsPerFault: 1,
    begin: restoring,
  },
];
