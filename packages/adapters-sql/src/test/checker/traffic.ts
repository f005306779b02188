import { setImmediate as otherTurns } from 'node:timers/promises';
import type { UserId } from '@kith/core';
import { insist } from './ask.js';
import type { Chance } from './chance.js';
import { type Device, type DeviceKind, newDevice } from './device.js';
import type { Findings } from './findings.js';
import type { Fleet, Slot } from './fleet.js';
import { lastSyncs } from './last-syncs.js';
import { newGate, newProgress } from './pace.js';
import { type Cast, type ColdRow, newPlay } from './play.js';
import type { Reply } from './protocol.js';
import type { Fault, Run } from './scenario.js';

const kinds: readonly DeviceKind[] = ['whole', 'paging', 'old', 'silent'];
/** How many commands, and how many syncs, each process has to do at once. */
const lanesEach = 4;
const silentShare = 0.03;
/** So many failures one after the other are not the fault's any more. */
const mostFailures = 20_000;

interface TrafficOptions {
  readonly chance: Chance;
  readonly cast: Cast;
  readonly fleet: Fleet;
}

interface Playing {
  readonly operations: number;
  readonly faults: number;
  readonly fault: Fault | undefined;
}

export interface Traffic {
  play(playing: Playing): Promise<void>;
  /** After the last syncs. */
  findings(): Promise<Omit<Findings, 'faults'>>;
}

/** Everything that users and their devices do. */
export function newTraffic({ chance, cast, fleet }: TrafficOptions): Traffic {
  const turns = newPlay(chance, cast);
  const gate = newGate();
  const progress = newProgress();
  const count = { refused: 0, unavailable: 0, failuresInARow: 0 };
  const failures = new Map<string, number>();
  const acknowledged: ColdRow[] = [];
  const underWay = new Set<Promise<void>>();
  let devices: Device[] = [];

  const equip = (user: UserId) => devices.push(...kinds.map((kind) => newDevice(user, kind)));
  for (const user of cast.active) equip(user);

  /** @returns whether it was answered, be it by a refusal */
  const isAnswered = (reply: Reply): boolean => {
    if (reply.outcome === 'broken') throw new Error(`a server failed: ${reply.reason}`);
    const isAway = reply.outcome === 'unavailable';
    if (isAway) failures.set(reply.reason, (failures.get(reply.reason) ?? 0) + 1);
    count.unavailable += isAway ? 1 : 0;
    count.failuresInARow = isAway ? count.failuresInARow + 1 : 0;
    if (count.failuresInARow > mostFailures) throw new Error(`nobody answers: ${JSON.stringify(reply)}`);
    return !isAway;
  };

  async function command(slot: Slot): Promise<void> {
    const turn = turns.next();
    const reply = await slot.ask('command', turn.command);
    if (!isAnswered(reply)) return;
    progress.add();
    if (reply.outcome !== 'done') {
      count.refused += 1;
      return;
    }
    if (turn.cold) acknowledged.push(turn.cold);
    turns.takeNote(reply.answer);
    if (reply.answer.user !== undefined) equip(reply.answer.user);
  }

  async function sync(device: Device): Promise<void> {
    device.isBusy = true;
    const asks = { me: device.user, ...device.question(chance) };
    const reply = await chance.pick(fleet.readers).ask('pull', asks);
    device.isBusy = false;
    if (isAnswered(reply) && reply.outcome === 'done') device.apply(reply.answer);
  }

  const somebody = (): Device | undefined => {
    const isTheirTurn = ({ isBusy, kind }: Device) =>
      !isBusy && (kind !== 'silent' || chance.happens(silentShare));
    const idle = devices.filter(isTheirTurn);
    return idle.length > 0 ? chance.pick(idle) : undefined;
  };

  async function lane(isOver: () => boolean, turn: () => Promise<void>): Promise<void> {
    while (!isOver()) {
      await gate.passed();
      const taken = turn();
      underWay.add(taken);
      await taken.finally(() => underWay.delete(taken));
    }
  }

  const runOf = (interval: number): Run => ({
    interval,
    chance,
    cast,
    fleet,
    hold: gate.close,
    async pause() {
      gate.close();
      await Promise.all(underWay);
    },
    resume: gate.open,
    commands: (more) => progress.reached(progress.count + more),
    async everybodySyncs() {
      for (const device of devices.filter(({ kind }) => kind !== 'silent')) await sync(device);
    },
    async forgetTheLost() {
      const known = new Set(await insist(fleet.writers, 'known', cast.active));
      cast.active.splice(0, cast.active.length, ...cast.active.filter((user) => known.has(user)));
      devices = devices.filter(({ user }) => known.has(user));
    },
  });

  return {
    async play({ operations, faults, fault }) {
      let isOver = false;
      const interval = Math.floor(operations / (faults + 1));
      const run = runOf(interval);
      const faultsOneByOne = async () => {
        for (let number = 0; number < faults; number += 1) {
          await progress.reached(interval * (number + 1));
          await fault?.(run, number);
        }
        await progress.reached(operations);
        isOver = true;
      };
      const over = () => isOver;
      const writing = fleet.writers.flatMap((slot) => lanes(() => lane(over, () => command(slot))));
      const reading = fleet.readers.flatMap(() => lanes(() => lane(over, syncSomebody)));
      try {
        await Promise.all([faultsOneByOne(), ...writing, ...reading]);
      } finally {
        isOver = true;
      }
    },
    async findings() {
      const last = await lastSyncs({ devices, fleet, chance, acknowledged, cast });
      const figures = devices.map((device) => device.figures());
      const sum = (name: 'syncs' | 'sent' | 'news' | 'resets' | 'steppedBack') =>
        figures.reduce((total, each) => total + each[name], 0);
      return {
        operations: progress.count,
        refused: count.refused,
        unavailable: count.unavailable,
        failures,
        syncs: sum('syncs'),
        sent: sum('sent'),
        news: sum('news'),
        resets: sum('resets'),
        steppedBack: sum('steppedBack'),
        mostResets: Math.max(...figures.map(({ resets }) => resets)),
        acknowledged: acknowledged.length,
        ...last,
      };
    },
  };

  async function syncSomebody(): Promise<void> {
    const device = somebody();
    await (device ? sync(device) : otherTurns());
  }
}

const lanes = <T>(start: () => T): T[] => Array.from({ length: lanesEach }, start);
