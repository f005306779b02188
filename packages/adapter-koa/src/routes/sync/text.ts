import { createHash } from 'node:crypto';
import type { ChangeSet } from '@kith/core';
import type { Ids } from '../../http-services.js';
import { presentChanges } from './present.js';

const envelope = (members: string): string => `{"code":200,"result":{${members}}}`;
const membersOf = (object: object): string => JSON.stringify(object).slice(1, -1);

/**
 * An answer in one piece, and its weak `ETag`: that is of all but the version of a last page, which moves on whenever
 * anybody writes. Who has the rest of the answer is told nothing new by that (docs/wire/sync.md, "Unchanged").
 */
export function shortText(ids: Ids, changes: ChangeSet): { readonly text: string; readonly tag: string } {
  const { version, ...rest } = presentChanges(ids, changes);
  const members = membersOf(rest);
  const text = envelope(`"version":${version},${members}`);
  const digest = createHash('sha256').update(changes.hasMore ? text : members);
  return { text, tag: `W/"${digest.digest('base64url')}"` };
}

/** Writes the same text part by part. No part has rows of a section before those of the part before it. */
export interface LongText {
  add(part: ChangeSet): string;
  end(): string;
}

const sections = ['blacklist', 'friends', 'groups', 'group_members'] as const;

export function longText(ids: Ids): LongText {
  let hasHead = false;
  let open = -1;
  let isEmpty = true;

  const openUpTo = (section: number): string => {
    let text = '';
    while (open < section) {
      text += open < 0 ? '' : ']';
      open += 1;
      isEmpty = true;
      if (open < sections.length) text += `,"${sections[open]}":[`;
    }
    return text;
  };

  return {
    add(part) {
      const { blacklist, friends, groups, group_members, ...head } = presentChanges(ids, part);
      const lists = [blacklist, friends, groups, group_members];
      let text = hasHead ? '' : `{"code":200,"result":{${membersOf(head)}`;
      hasHead = true;
      for (const [section, rows] of lists.entries()) {
        if (rows.length === 0) continue;
        text += openUpTo(section);
        text += `${isEmpty ? '' : ','}${JSON.stringify(rows).slice(1, -1)}`;
        isEmpty = false;
      }
      return text;
    },
    end: () => `${openUpTo(sections.length)}}}`,
  };
}
