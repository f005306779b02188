import { decimalIdCodec, type GroupId, groupId, type IdCodec, type UserId, userId } from '@kith/core';

/** One of those that are compared with the IM cloud's copy. As a position: it and all before it are done. */
export type Subject =
  | { readonly kind: 'group'; readonly id: GroupId }
  | { readonly kind: 'user'; readonly id: UserId };

const make = {
  group: (id: number): Subject => ({ kind: 'group', id: groupId(id) }),
  user: (id: number): Subject => ({ kind: 'user', id: userId(id) }),
} as const satisfies Record<Subject['kind'], unknown>;

/** `user:tkG8aQ2xN`, with the id as on the wire. */
export const writeSubject = ({ kind, id }: Subject, idCodec: IdCodec): string =>
  `${kind}:${idCodec.encode(id)}`;

/** @returns null unless it is what `writeSubject` gives, or has a decimal id */
export function readSubject(text: string, idCodec: IdCodec): Subject | null {
  const [, kind = '', id = ''] = /^(group|user):(.+)$/.exec(text) ?? [];
  return kind === 'group' || kind === 'user' ? subjectOf(kind, id, idCodec) : null;
}

/**
 * @param id as on the wire; or in decimal, unless that is an id of the wire too
 * @returns null when it is neither
 */
export function subjectOf(kind: Subject['kind'], id: string, idCodec: IdCodec): Subject | null {
  const row = idCodec.decode(id) ?? decimalIdCodec.decode(id);
  return row === null ? null : make[kind](row);
}
