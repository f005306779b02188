declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A user's row number, 1 to 4294967295. Never sent: the wire shows it through an `IdCodec`. */
export type UserId = Brand<number, 'UserId'>;
/** A group's row number, 1 to 4294967295. */
export type GroupId = Brand<number, 'GroupId'>;
/** Names one signed-in device: unguessable text, at most 64 characters. */
export type SessionId = Brand<string, 'SessionId'>;
/** A point of the version clock, about microseconds since 1970, below 2^53 (docs/wire/sync.md). */
export type Version = Brand<number, 'Version'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Brand<number, 'EpochMs'>;

/** The largest id the wire can carry (docs/wire/ids.md). */
export const maxId = 4_294_967_295;

export const userId = (value: number): UserId => value as UserId;
export const groupId = (value: number): GroupId => value as GroupId;
export const sessionId = (value: string): SessionId => value as SessionId;
export const version = (value: number): Version => value as Version;
export const epochMs = (value: number): EpochMs => value as EpochMs;

/** Before every change: a client that has nothing yet. */
export const noVersion: Version = version(0);

export const isId = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= maxId;

/** Without repetitions, ascending: the order in which users are locked. */
export const ascending = <Id extends number>(ids: Iterable<Id>): Id[] =>
  [...new Set(ids)].sort((a, b) => a - b);
