import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import type { WriteSession } from '../../ports/unit-of-work.js';

/** Makes another live member the creator: exactly one has that role, before and after. */
export async function passOn(
  { groups }: Pick<WriteSession, 'groups'>,
  group: GroupId,
  { from, to }: { readonly from: UserId; readonly to: UserId },
  now: EpochMs,
): Promise<void> {
  await groups.setRole(group, from, 'member', now);
  await groups.setRole(group, to, 'creator', now);
  await groups.update(group, { creatorId: to }, now);
}
