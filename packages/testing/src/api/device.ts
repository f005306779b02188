import { expect } from 'chai';
import type { Client } from './client.js';

/** A client that keeps a copy by `GET /user/sync/:version`, as docs/wire/sync.md tells it to. */

interface Shown {
  readonly id: string;
  readonly nickname: string;
  readonly portraitUri: string;
}
interface Row {
  readonly timestamp: number;
  readonly user: Shown;
}
export interface SyncAnswer {
  readonly version: number;
  readonly era: number;
  readonly reset?: boolean;
  readonly user: (Shown & { readonly timestamp: number }) | null;
  readonly blacklist: readonly (Row & { readonly friendId: string; readonly status: boolean })[];
  readonly friends: readonly (Row & {
    readonly friendId: string;
    readonly status: number;
    readonly displayName: string;
  })[];
  readonly groups: readonly {
    readonly groupId: string;
    readonly displayName: string;
    readonly role: number;
    readonly isDeleted: boolean;
    readonly group: { readonly id: string; readonly name: string; readonly portraitUri: string; readonly timestamp: number };
  }[];
  readonly group_members: readonly (Row & {
    readonly groupId: string;
    readonly memberId: string;
    readonly displayName: string;
    readonly role: number;
    readonly isDeleted: boolean;
  })[];
}

/** Comparable: rows by their keys. */
export interface Copy {
  readonly user: unknown;
  readonly blacklist: Readonly<Record<string, unknown>>;
  readonly friends: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, unknown>>;
  readonly members: Readonly<Record<string, unknown>>;
}

export interface Device {
  /** Asks with what it holds, and applies the answer. */
  sync(): Promise<SyncAnswer>;
  copy(): Copy;
  version(): number;
}

const letGo = 30;

export const askSync = (client: Client, version: number | string, era?: number): Promise<SyncAnswer> =>
  client.get(`/user/sync/${version}${era === undefined ? '' : `?era=${era}`}`).result<SyncAnswer>();

/** @param options.sendsEra as newer clients do; those of today do not */
export function device(client: Client, { sendsEra = false }: { readonly sendsEra?: boolean } = {}): Device {
  let version = 0;
  let era: number | undefined;
  let user: unknown = null;
  const tables = {
    blacklist: new Map<string, unknown>(),
    friends: new Map<string, unknown>(),
    groups: new Map<string, unknown>(),
    members: new Map<string, unknown>(),
  };

  function put(table: Map<string, unknown>, key: string, row: unknown, isTombstone: boolean): void {
    if (isTombstone) table.delete(key);
    else table.set(key, row);
  }

  function forgetRoster(groupId: string): void {
    for (const key of tables.members.keys()) if (key.startsWith(`${groupId} `)) tables.members.delete(key);
  }

  function apply(answer: SyncAnswer): void {
    if (answer.reset) {
      user = null;
      for (const table of Object.values(tables)) table.clear();
    }
    if (answer.user) user = answer.user;
    for (const row of answer.blacklist) put(tables.blacklist, row.friendId, row, !row.status);
    for (const row of answer.friends) put(tables.friends, row.friendId, row, row.status === letGo);
    for (const row of answer.group_members)
      put(tables.members, `${row.groupId} ${row.memberId}`, row, row.isDeleted);
    for (const row of answer.groups) {
      put(tables.groups, row.groupId, row, row.isDeleted);
      if (row.isDeleted) forgetRoster(row.groupId);
    }
  }

  return {
    async sync() {
      const answer = await askSync(client, version, sendsEra ? era : undefined);
      expect(answer.version, 'version').to.be.a('number');
      if (!answer.reset) expect(answer.version).to.be.at.least(version);
      apply(answer);
      version = answer.version;
      era = answer.era;
      return answer;
    },
    copy: () => ({
      user,
      blacklist: Object.fromEntries(tables.blacklist),
      friends: Object.fromEntries(tables.friends),
      groups: Object.fromEntries(tables.groups),
      members: Object.fromEntries(tables.members),
    }),
    version: () => version,
  };
}

/** After one more sync, the copy is what a device that begins from nothing gets. */
export async function expectConverged(kept: Device, client: Client): Promise<void> {
  await kept.sync();
  const blank = device(client);
  await blank.sync();
  expect(kept.copy()).to.deep.equal(blank.copy());
}
