import type { UserId } from '@kith/core';
import type { DefectName } from './defects.js';
import { deferred } from './pace.js';
import type { Asked, Kind, Reply, ServerConfig } from './protocol.js';
import { type RemoteServer, startServer } from './remote-server.js';

/** What one process is for, and in what it is unlike others. */
export interface ServerSpec {
  readonly does: 'write' | 'read' | 'both';
  readonly clockOffsetMs?: number;
  /** Reads from the replica. */
  readonly onReplica?: boolean;
}

/** Where the database is. It may move. */
export interface Place {
  readonly url: string;
  readonly replicaUrl?: string;
}

/** A process, or whichever took its place. */
export interface Slot {
  ask<K extends Kind>(kind: K, asks: Asked[K]['asks']): Promise<Reply<K>>;
  /** Ends the process in the middle of a transaction of its own, while others are under way, and starts another. */
  dieInTheMiddle(me: UserId, them: UserId): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Fleet {
  readonly slots: readonly Slot[];
  readonly writers: readonly Slot[];
  readonly readers: readonly Slot[];
  /** Kills all. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface FleetOptions {
  readonly specs: readonly ServerSpec[];
  /** Asked at each start. */
  readonly place: () => Place;
  readonly seed: number;
  readonly defect: DefectName | null;
}

export function newFleet({ specs, place, seed, defect }: FleetOptions): Fleet {
  let starts = 0;
  const configOf = ({ clockOffsetMs = 0, onReplica = false }: ServerSpec): ServerConfig => {
    starts += 1;
    const { url, replicaUrl } = place();
    return {
      url,
      replicaUrl: onReplica ? (replicaUrl ?? null) : null,
      clockOffsetMs,
      seed: seed * 1_000 + starts,
      defect,
    };
  };
  const all = specs.map((spec) => ({ does: spec.does, slot: newSlot(() => startServer(configOf(spec))) }));
  const slots = all.map(({ slot }) => slot);
  return {
    slots,
    writers: all.filter(({ does }) => does !== 'read').map(({ slot }) => slot),
    readers: all.filter(({ does }) => does !== 'write').map(({ slot }) => slot),
    async kill() {
      await Promise.all(slots.map((slot) => slot.kill()));
    },
    async start() {
      // One after another: the first opens an era, and the machine has few cores.
      for (const slot of slots) await slot.start();
    },
  };
}

/** Who asks while no process is there waits for the next. */
function newSlot(start: () => Promise<RemoteServer>): Slot {
  let next = deferred<RemoteServer>();
  let isThere = false;
  const slot: Slot = {
    ask: async (kind, asks) => (await next.promise).ask(kind, asks),
    async dieInTheMiddle(me, them) {
      const dying = await next.promise;
      await Promise.race([dying.ended, dying.ask('die', { me, them })]);
      await slot.kill();
      await slot.start();
    },
    async kill() {
      if (!isThere) return;
      const killed = next.promise;
      next = deferred();
      isThere = false;
      await (await killed).kill();
    },
    async start() {
      next.resolve(await start());
      isThere = true;
    },
  };
  return slot;
}
