import { startMariadb } from '../databases/mariadb-server.js';
import type { ServerSpec } from './fleet.js';
import { crashBusy, killWriter } from './moves.js';
import type { Fault, Scenario, Stage } from './scenario.js';

type Server = Exclude<Awaited<ReturnType<typeof startMariadb>>, string>;

async function begin(fault?: (server: Server) => Fault): Promise<Stage> {
  const server = await startMariadb({ durable: true });
  if (typeof server === 'string') throw new Error(server);
  const url = await server.createDatabase();
  return { place: () => ({ url }), ...(fault && { fault: fault(server) }), stop: () => server.stop() };
}

const crash =
  (server: Server): Fault =>
  (run) =>
    crashBusy(run, async () => {
      await server.crash();
      await server.restart();
    });

const writer: ServerSpec = { does: 'write' };
const minute = 60_000;

const common = {
  database: 'MariaDB',
  servers: [writer, { does: 'both' }],
  faults: 2,
} as const;

export const mariadbScenarios: readonly Scenario[] = [
  { ...common, title: 'steady', faults: 0, begin },
  { ...common, title: 'writers killed in mid-transaction', begin: () => begin(() => killWriter) },
  {
    ...common,
    title: "one process's clock a minute ahead",
    servers: [{ does: 'write', clockOffsetMs: minute }, { does: 'both' }],
    faults: 0,
    begin,
  },
  { ...common, title: 'server crashed', begin: () => begin(crash) },
];
