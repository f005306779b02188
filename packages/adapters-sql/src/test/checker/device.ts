import { type ChangeSet, noVersion, type SyncPosition, type UserId } from '@kith/core';
import { type CacheContents, syncClient } from '@kith/testing';
import type { Chance } from './chance.js';

/**
 * How a device syncs. `old`: knows neither eras nor pages, as all clients of today. `silent`: the same as `paging`, and so
 * seldom that much happens meanwhile.
 */
export type DeviceKind = 'whole' | 'paging' | 'old' | 'silent';

interface DeviceFigures {
  readonly syncs: number;
  /** Rows that came. */
  readonly sent: number;
  /** Of those the ones that changed the copy. */
  readonly news: number;
  readonly resets: number;
  /** Answers with a version below the one asked with, or a page that leads nowhere. */
  readonly steppedBack: number;
}

/** A device of a user, with its copy. It has one sync under way at most. */
export interface Device {
  readonly user: UserId;
  readonly kind: DeviceKind;
  isBusy: boolean;
  question(chance: Chance): { readonly position: SyncPosition; readonly limit: number | null };
  apply(answer: ChangeSet): void;
  contents(): CacheContents;
  figures(): DeviceFigures;
}

const longestPage = 30;

export function newDevice(user: UserId, kind: DeviceKind): Device {
  const client = syncClient();
  const copy = newCopy();
  const count = { syncs: 0, sent: 0, news: 0, resets: 0, steppedBack: 0 };
  const isPaging = kind === 'paging' || kind === 'silent';

  return {
    user,
    kind,
    isBusy: false,
    question(chance) {
      const { version, era } = client.position();
      const isKnown = kind !== 'old' && version > noVersion;
      return {
        position: { since: version, era: isKnown ? era : null },
        limit: isPaging ? 1 + chance.below(longestPage) : null,
      };
    },
    apply(answer) {
      const since = client.position().version;
      const isBack = answer.hasMore ? answer.version <= since : answer.version < since;
      const rows = rowsIn(answer);
      count.syncs += 1;
      count.resets += answer.reset ? 1 : 0;
      count.steppedBack += isBack && !answer.reset ? 1 : 0;
      count.sent += rows.length;
      count.news += copy.take(answer.reset, rows);
      client.apply(answer);
    },
    contents: client.contents,
    figures: () => count,
  };
}

/** A row by its key, as text; null: it goes. */
type Row = readonly [key: string, text: string | null];

const row = (key: string, fields: object, isGone: boolean): Row => [
  key,
  isGone ? null : JSON.stringify({ ...fields, version: null }),
];

const rowsIn = ({ user, blacklist, friends, groups, groupMembers }: ChangeSet): readonly Row[] => [
  ...(user ? [row('user', user, false)] : []),
  ...blacklist.map((each) => row(`block ${each.user.id}`, each, !each.active)),
  ...friends.map((each) => row(`friend ${each.user.id}`, each, each.status === 'deleted')),
  ...groups.map((each) =>
    row(`group ${each.group.id}`, { ...each, group: { ...each.group, version: null } }, each.isDeleted),
  ),
  ...groupMembers.map((each) => row(`member ${each.groupId}/${each.user.id}`, each, each.isDeleted)),
];

/** Keeps what came, to tell what is news. The copy that counts is the client's. */
function newCopy() {
  const texts = new Map<string, string>();
  const takeOne = ([key, text]: Row): boolean => {
    const isNews = (texts.get(key) ?? null) !== text;
    if (text === null) texts.delete(key);
    else texts.set(key, text);
    const [, group] = /^group (?<id>\d+)$/.exec(key) ?? [];
    if (text === null && group !== undefined) forgetRoster(group);
    return isNews;
  };
  const forgetRoster = (group: string) => {
    for (const key of texts.keys()) if (key.startsWith(`member ${group}/`)) texts.delete(key);
  };
  return {
    /** @returns how many were news */
    take(isReset: boolean, rows: readonly Row[]): number {
      const before = isReset ? new Map(texts) : null;
      if (isReset) texts.clear();
      let news = 0;
      for (const each of rows) if (takeOne(each)) news += 1;
      // Of a whole answer that is the only news what was not there before.
      return before ? [...texts].filter(([key, text]) => before.get(key) !== text).length : news;
    },
  };
}
