import type { GroupId, UserId } from './ids.js';

/** Where the IM cloud's copy is not ours. `missing`: it lacks what we have; `extra`: it has what we have not. */
export type ImDifference =
  | { readonly kind: 'member-missing' | 'member-extra'; readonly group: GroupId; readonly user: UserId }
  | { readonly kind: 'group-name'; readonly group: GroupId; readonly ours: string; readonly theirs: string }
  | { readonly kind: 'block-missing' | 'block-extra'; readonly owner: UserId; readonly target: UserId };

export interface NamedGroup {
  readonly id: GroupId;
  readonly name: string;
}

/** What each of two lists has that the other has not. */
function split<T>(ours: readonly T[], theirs: readonly T[]): { readonly missing: T[]; readonly extra: T[] } {
  const [mine, its] = [new Set(ours), new Set(theirs)];
  return {
    missing: [...mine].filter((each) => !its.has(each)),
    extra: [...its].filter((each) => !mine.has(each)),
  };
}

/** By group: who is in. */
export function compareRoster(
  group: GroupId,
  ours: readonly UserId[],
  theirs: readonly UserId[],
): readonly ImDifference[] {
  const { missing, extra } = split(ours, theirs);
  return [
    ...missing.map((user) => ({ kind: 'member-missing', group, user }) as const),
    ...extra.map((user) => ({ kind: 'member-extra', group, user }) as const),
  ];
}

/** What groups are called that both have; not of those whose name the cloud does not tell. */
export function compareNames(
  ours: readonly NamedGroup[],
  theirs: readonly NamedGroup[],
): readonly ImDifference[] {
  const names = new Map(theirs.map(({ id, name }) => [id, name]));
  return ours.flatMap(({ id: group, name }) => {
    const theirName = names.get(group);
    return !theirName || theirName === name
      ? []
      : [{ kind: 'group-name', group, ours: name, theirs: theirName } as const];
  });
}

/** By user: in which groups they are, and what those are called. */
export function compareMemberships(
  user: UserId,
  ours: readonly NamedGroup[],
  theirs: readonly NamedGroup[],
): readonly ImDifference[] {
  const { missing, extra } = split(
    ours.map(({ id }) => id),
    theirs.map(({ id }) => id),
  );
  return [
    ...missing.map((group) => ({ kind: 'member-missing', group, user }) as const),
    ...extra.map((group) => ({ kind: 'member-extra', group, user }) as const),
    ...compareNames(ours, theirs),
  ];
}

/** By owner: whom they block. */
export function compareBlocks(
  owner: UserId,
  ours: readonly UserId[],
  theirs: readonly UserId[],
): readonly ImDifference[] {
  const { missing, extra } = split(ours, theirs);
  return [
    ...missing.map((target) => ({ kind: 'block-missing', owner, target }) as const),
    ...extra.map((target) => ({ kind: 'block-extra', owner, target }) as const),
  ];
}
