import type { GroupId, UserId } from '@kith/core';
import type { Chance } from './chance.js';
import { type Command, type CommandName, commands, noGroup } from './commands.js';

/**
 * Who and what a run is about. `active` users do and sync all sorts of things. What they do to a `still` one is done
 * once, and its row is never written again: where a sync misses it, nothing heals that.
 */
export interface Cast {
  readonly active: UserId[];
  readonly groups: GroupId[];
  readonly still: readonly UserId[];
  /** Every active user of the beginning is in it. Nothing happens in it but that still users join, once. */
  readonly stillGroup: GroupId;
}

/** A row that is written once: whose sync has it, in which section, and of whom it is. */
export interface ColdRow {
  readonly owner: UserId;
  readonly section: 'friends' | 'blacklist' | 'groupMembers';
  readonly of: UserId;
}

export interface Turn {
  readonly command: Command;
  readonly cold: ColdRow | null;
}

const coldShare = 0.35;
/** Of these commands a run has as many as of others; they make what others need. */
const likely: readonly CommandName[] = ['befriend', 'create group', 'add', 'nickname'];
const names: readonly CommandName[] = [...(Object.keys(commands) as CommandName[]), ...likely];
const mostActive = 10;

/** How many still users a run of so many commands needs. */
export const stillUsersFor = (operations: number, active: number): number => {
  const cold = operations * coldShare * 1.5;
  return Math.ceil(Math.max(cold / 3, (cold * 2) / 3 / active)) + 1;
};

/** Decides what happens next. */
export function newPlay(chance: Chance, cast: Cast) {
  const actors = [...cast.active];
  let count = 0;
  let pairs = 0;
  let joins = 0;

  const command = (name: CommandName, me: UserId, them: UserId, more: Partial<Command> = {}): Command => ({
    name,
    me,
    them,
    others: [],
    group: noGroup,
    number: count,
    ...more,
  });

  /** One still user and one active one meet once, in one of two ways. */
  const meeting = (): Turn | null => {
    const owner = actors[pairs % actors.length];
    const of = cast.still[Math.floor(pairs / actors.length)];
    if (owner === undefined || of === undefined) return null;
    const isBlock = (pairs + Math.floor(pairs / actors.length)) % 2 === 0;
    pairs += 1;
    return {
      command: command(isBlock ? 'block' : 'invite', owner, of),
      cold: { owner, section: isBlock ? 'blacklist' : 'friends', of },
    };
  };
  const joining = (): Turn | null => {
    const [owner, of] = [actors[0], cast.still[joins]];
    if (owner === undefined || of === undefined) return null;
    joins += 1;
    return {
      command: command('join', of, of, { group: cast.stillGroup }),
      cold: { owner, section: 'groupMembers', of },
    };
  };
  const coldTurn = (): Turn | null => (chance.happens(1 / 3) ? joining() : meeting());

  const anyTurn = (): Turn => {
    const name = chance.pick(names);
    const isOneTooMany = name === 'register' && cast.active.length >= mostActive;
    const [me, them] = [chance.pick(cast.active), chance.pick(cast.active)];
    const group = cast.groups.length > 0 ? chance.pick(cast.groups) : noGroup;
    return {
      command: command(isOneTooMany ? 'nickname' : name, me, them, {
        others: chance.some(cast.active, mostActive),
        group,
      }),
      cold: null,
    };
  };

  return {
    next(): Turn {
      count += 1;
      return (chance.happens(coldShare) ? coldTurn() : null) ?? anyTurn();
    },
    /** Groups that were made long ago are left alone, so that those of today see something happen. */
    takeNote({ user, group }: { readonly user?: UserId; readonly group?: GroupId }): void {
      if (user !== undefined && !cast.active.includes(user)) cast.active.push(user);
      if (group !== undefined) cast.groups.push(group);
      if (cast.groups.length > mostGroups) cast.groups.shift();
    },
  };
}

const mostGroups = 8;
