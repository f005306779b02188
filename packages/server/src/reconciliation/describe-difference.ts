import type { IdCodec, ImDifference } from '@kith/core';

/** One line. `+`: the IM cloud lacks it; `-`: it has it wrongly; `~`: it calls it otherwise. Ids are those of the wire. */
export function describeDifference(difference: ImDifference, { encode }: IdCodec): string {
  switch (difference.kind) {
    case 'member-missing':
      return `+ member ${encode(difference.user)} of group ${encode(difference.group)} (missing there)`;
    case 'member-extra':
      return `- member ${encode(difference.user)} of group ${encode(difference.group)} (not in it here)`;
    case 'group-name': {
      const [ours, theirs] = [JSON.stringify(difference.ours), JSON.stringify(difference.theirs)];
      return `~ name of group ${encode(difference.group)} (${ours} here, ${theirs} there)`;
    }
    case 'block-missing':
      return `+ block of ${encode(difference.target)} by ${encode(difference.owner)} (missing there)`;
    case 'block-extra':
      return `- block of ${encode(difference.target)} by ${encode(difference.owner)} (not blocked here)`;
  }
}
