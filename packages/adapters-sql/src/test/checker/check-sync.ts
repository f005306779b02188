import { castFor } from './cast.js';
import { newChance } from './chance.js';
import { renewalOf } from './defects.js';
import type { Findings } from './findings.js';
import { newFleet, type ServerSpec } from './fleet.js';
import type { CheckOptions, Scenario } from './scenario.js';
import { migrate } from './schema.js';
import { newTraffic } from './traffic.js';

/**
 * Plays a scenario: processes write and read at random while the fault comes again and again; in the end the copy of
 * every device is compared with a full sync.
 */
export async function checkSync(scenario: Scenario, options: CheckOptions): Promise<Findings> {
  const { operations, seed, faults = scenario.faults, defect = null } = options;
  const stage = await scenario.begin();
  const fleet = newFleet({ specs: serversOf(scenario, options), place: stage.place, seed, defect });
  try {
    await migrate(stage.place().url);
    await fleet.start();
    const chance = newChance(seed);
    const traffic = newTraffic({ chance, fleet, cast: await castFor(fleet, operations) });
    const broken = defect && renewalOf(defect);
    if (broken) await stage.breakRenewal?.(broken);
    await traffic.play({ operations, faults, fault: stage.fault });
    await stage.settle?.();
    return { ...(await traffic.findings()), faults };
  } finally {
    await fleet.kill();
    await stage.stop();
  }
}

const serversOf = ({ database, servers }: Scenario, { writers = 0 }: CheckOptions): readonly ServerSpec[] =>
  database === 'SQLite' ? servers : [...servers, ...Array<ServerSpec>(writers).fill({ does: 'write' })];
