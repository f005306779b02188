import type { Group } from '@kith/core';
import type { z } from 'zod';
import type { Ids } from '../../http-services.js';
import type { SquareEntry } from './demo-square.js';
import type { squareResult } from './schema.js';

const unknownGroup = { name: 'Unknown', portraitUri: '', memberCount: 0 };

/** A group that does not exist, or no more, keeps its place. */
export function presentSquareEntry(
  ids: Ids,
  entry: SquareEntry,
  groups: readonly Group[],
): z.input<typeof squareResult>[number] {
  const id = ids.encode(entry.id);
  if (entry.type === 'chatroom') return { type: 'chatroom', id, name: entry.name };
  const found = groups.find((group) => Number(group.id) === entry.id && group.dismissedAt === null);
  const { name, portraitUri, memberCount } = found ?? unknownGroup;
  return { type: 'group', id, name, portraitUri, memberCount };
}
