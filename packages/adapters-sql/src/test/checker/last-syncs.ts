import { noVersion, type UserId } from '@kith/core';
import { type CacheContents, syncClient } from '@kith/testing';
import { insist } from './ask.js';
import type { Chance } from './chance.js';
import { compare } from './compare.js';
import type { Device } from './device.js';
import type { Findings } from './findings.js';
import type { Fleet } from './fleet.js';
import type { Cast, ColdRow } from './play.js';

interface LastSyncs {
  readonly devices: readonly Device[];
  readonly fleet: Fleet;
  readonly chance: Chance;
  readonly acknowledged: readonly ColdRow[];
  readonly cast: Cast;
}

const mostPages = 10_000;
const mostExamples = 3;

/** Nobody writes any more: every device asks for what is left, and is compared with a new one. */
export async function lastSyncs({
  devices,
  fleet,
  chance,
  acknowledged,
  cast,
}: LastSyncs): Promise<Pick<Findings, 'rowsCompared' | 'lost' | 'acknowledgedLost' | 'examples'>> {
  const fresh = new Map<UserId, CacheContents>();
  for (const { user } of devices)
    if (!fresh.has(user)) {
      const asks = { me: user, position: { since: noVersion, era: null }, limit: null };
      fresh.set(
        user,
        syncClient()
          .apply(await insist(fleet.writers, 'pull', asks))
          .contents(),
      );
    }

  const examples: string[] = [];
  let [rowsCompared, lost] = [0, 0];
  for (const device of devices) {
    await finish(device, fleet, chance);
    const wanted = fresh.get(device.user);
    if (!wanted) throw new Error('every user has a full sync');
    const { rows, missing, extra } = compare(device.contents(), wanted);
    rowsCompared += rows;
    lost += missing.length + extra.length;
    for (const text of missing) examples.push(`user ${device.user} (${device.kind}) lacks ${text}`);
    for (const text of extra) examples.push(`user ${device.user} (${device.kind}) has ${text}`);
  }
  return {
    rowsCompared,
    lost,
    acknowledgedLost: acknowledged.filter((row) => !isIn(fresh.get(row.owner), row, cast)).length,
    examples: examples.slice(0, mostExamples),
  };
}

async function finish(device: Device, fleet: Fleet, chance: Chance): Promise<void> {
  for (let page = 0; page < mostPages; page += 1) {
    const { position, limit } = device.question(chance);
    const answer = await insist(fleet.readers, 'pull', { me: device.user, position, limit });
    device.apply(answer);
    // One that leads nowhere is counted by the device. A reset goes back.
    const leadsOn = answer.reset || answer.version > position.since;
    if (!answer.hasMore || !leadsOn) return;
  }
  throw new Error('there is no end of pages');
}

interface RowOf {
  readonly user: { readonly id: UserId };
  readonly groupId?: number;
}

const isIn = (contents: CacheContents | undefined, { section, of }: ColdRow, { stillGroup }: Cast): boolean =>
  ((contents?.[section] ?? []) as readonly RowOf[]).some(
    ({ user, groupId }) => user.id === of && (groupId === undefined || groupId === stillGroup),
  );
