import type { ImEvent } from '../../domain/events.js';
import type { EpochMs, GroupId, UserId } from '../../domain/ids.js';
import { profileOf } from '../../domain/user.js';
import type { WriteSession } from '../../ports/unit-of-work.js';

// What is so now, told once more: decided under the lock that every change of it takes, and put behind all that waits in its
// line. So it overtakes nothing, and what comes later comes after it.

/** Whether these users are in the group, and what it is called if `named`. */
export async function restateGroup(
  session: WriteSession,
  id: GroupId,
  { users, named }: { readonly users: readonly UserId[]; readonly named: boolean },
  now: EpochMs,
): Promise<void> {
  await session.lockGroup(id);
  const group = await session.groups.find(id);
  const tell = (event: ImEvent) => session.outbox.add(event, now);
  if (group && group.dismissedAt !== null)
    return tell({ type: 'group-dismissed', group: id, operator: group.creatorId });

  const inside = (await session.groups.memberships(id, users)).map(({ userId }) => userId);
  const isInside = new Set(inside);
  const outside = users.filter((user) => !isInside.has(user));
  if (group && inside.length > 0)
    await tell({ type: 'group-joined', group: id, name: group.name, members: inside });
  if (outside.length > 0) await tell({ type: 'group-left', group: id, members: outside });
  if (group && named) await tell({ type: 'group-renamed', group: id, name: group.name });
}

/** Whether the owner blocks these. */
export async function restateBlocks(
  session: WriteSession,
  owner: UserId,
  targets: readonly UserId[],
  now: EpochMs,
): Promise<void> {
  await session.lockUsers([owner, ...targets]);
  const blocked = new Set((await session.blacklist.list(owner)).map(({ id }) => id));
  for (const target of targets) {
    const type = blocked.has(target) ? 'block-added' : 'block-lifted';
    await session.outbox.add({ type, owner, target }, now);
  }
}

/** Name and portrait. */
export async function restateProfile(session: WriteSession, id: UserId, now: EpochMs): Promise<void> {
  await session.lockUsers([id]);
  const user = await session.users.find(id);
  if (user) await session.outbox.add({ type: 'profile-changed', user: profileOf(user) }, now);
}
