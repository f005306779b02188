/** A user who was given a token at least once. Times are milliseconds since 1970. */
export interface FakeUser {
  name: string;
  portraitUri: string;
  readonly createdAt: number;
  readonly tokens: { readonly token: string; readonly at: number }[];
}

export interface FakeGroup {
  name: string;
  readonly members: Set<string>;
}

export interface FakeMessage {
  readonly uid: string;
  readonly at: number;
  readonly kind: 'private' | 'group' | 'system';
  /** An app's user, or the Server API in their name. */
  readonly by: 'client' | 'server';
  readonly from: string;
  /** A user or a group. */
  readonly target: string;
  /** Who gets it: of a group, whoever was a member then. */
  readonly recipients: readonly string[];
  readonly objectName: string;
  readonly content: string;
  /** The other fields, as they came. */
  readonly options: Readonly<Record<string, string>>;
  isRecalled: boolean;
}

export interface HistoryClean {
  readonly at: number;
  readonly user: string;
  readonly conversationType: number;
  readonly target: string;
  /** Up to when, in milliseconds since 1970. */
  readonly until: number;
}

/** From when to when a user is silent; `until` is null for good. */
export interface Gag {
  readonly from: number;
  readonly until: number | null;
}

export interface FakeState {
  readonly users: Map<string, FakeUser>;
  /** Tokens of a user that were made before this are void. */
  readonly tokenExpiries: Map<string, number>;
  /** Until when a user cannot connect. */
  readonly blocks: Map<string, number>;
  readonly online: Set<string>;
  /** By the one who blocks. */
  readonly blacklists: Map<string, Set<string>>;
  readonly groups: Map<string, FakeGroup>;
  /** By group, then user; `everyGroup` for all groups. As bans and whitelists, they stay when a group is dismissed. */
  readonly gags: Map<string, Map<string, Gag>>;
  readonly bans: Set<string>;
  readonly whitelists: Map<string, Set<string>>;
  readonly messages: FakeMessage[];
  readonly historyCleans: HistoryClean[];
  /** How many tokens and messages there were so far. */
  serial: number;
}

/** No group has this id. */
export const everyGroup = '*';

export const emptyState = (): FakeState => ({
  users: new Map(),
  tokenExpiries: new Map(),
  blocks: new Map(),
  online: new Set(),
  blacklists: new Map(),
  groups: new Map(),
  gags: new Map(),
  bans: new Set(),
  whitelists: new Map(),
  messages: [],
  historyCleans: [],
  serial: 0,
});

/** The set under a key, made if there is none. */
export const setAt = (sets: Map<string, Set<string>>, key: string): Set<string> => {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set);
  return set;
};

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const plain = (value: unknown): unknown => {
  if (value instanceof Set) return [...value].sort();
  if (value instanceof Map) return Object.fromEntries([...value].sort().map(([key, of]) => [key, plain(of)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]));
};

/** As JSON: maps as objects, sets as lists, both sorted. */
export const stateAsJson = (state: FakeState): Readonly<Record<keyof FakeState, Json>> =>
  plain(state) as Record<keyof FakeState, Json>;
