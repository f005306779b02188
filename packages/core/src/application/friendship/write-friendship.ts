import type { FriendshipChange } from '../../domain/friendship.js';
import type { EpochMs, UserId } from '../../domain/ids.js';
import { namedUser } from '../../domain/user.js';
import type { WriteSession } from '../../ports/unit-of-work.js';

/** Writes what was decided about a pair, and what the IM cloud must hear of it. */
export async function writeFriendship(
  session: WriteSession,
  { me, them }: { readonly me: UserId; readonly them: UserId },
  { mine, theirs, liftMyBlock, tell }: FriendshipChange,
  now: EpochMs,
): Promise<void> {
  if (liftMyBlock && (await session.blacklist.set(me, them, false, now)))
    await session.outbox.add({ type: 'block-lifted', owner: me, target: them }, now);
  if (mine || theirs)
    await session.friendships.apply(me, them, { ...(mine && { mine }), ...(theirs && { theirs }) }, now);
  if (!tell) return;
  const from = await session.users.find(me);
  if (!from) return;
  await session.outbox.add(
    {
      type: 'contact-notice',
      operation: tell,
      from: namedUser(from),
      to: them,
      message: tell === 'Request' ? (theirs?.message ?? '') : '',
    },
    now,
  );
}
