import type { UserId } from '../../domain/ids.js';
import { compareBlocks, compareMemberships, type NamedGroup } from '../../domain/im-difference.js';
import type { ReadSession } from '../../ports/unit-of-work.js';
import type { Services } from '../../services.js';
import { repair } from './repair.js';

/** The cloud is asked first: what changes here meanwhile shows as a difference, and is told once more. */
export const reconcileUser =
  ({
    unitOfWork,
    clock,
    imDirectory,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'imDirectory'>): Services['reconcileUser'] =>
  async (user, { dryRun = false, skipKnownGroups = false } = {}) => {
    if (!imDirectory) return [];
    // Both at once: a relay that has to wait has only so long until another one takes its place.
    const questions = [imDirectory.groupsOf(user), imDirectory.blockedBy(user)] as const;
    // If one fails, the other one is not left on its way.
    await Promise.allSettled(questions);
    const [groups, blocked] = await Promise.all(questions);
    const differences = await unitOfWork.read(
      async (session) => [
        ...(skipKnownGroups
          ? compareMemberships(user, [], await unknownTo(session, groups))
          : compareMemberships(user, await groupsOf(session, user), groups)),
        ...compareBlocks(user, await blockedBy(session, user), blocked),
      ],
      { latest: true },
    );
    if (!dryRun) await repair({ unitOfWork, clock }, differences);
    return differences;
  };

const groupsOf = async ({ groups }: ReadSession, user: UserId): Promise<readonly NamedGroup[]> =>
  (await groups.listOf(user)).map(({ group }) => group);

const blockedBy = async ({ blacklist }: ReadSession, owner: UserId): Promise<readonly UserId[]> =>
  (await blacklist.list(owner)).map(({ id }) => id);

async function unknownTo(
  { groups }: ReadSession,
  theirs: readonly NamedGroup[],
): Promise<readonly NamedGroup[]> {
  const known = new Set((await groups.findMany(theirs.map(({ id }) => id))).map(({ id }) => id));
  return theirs.filter(({ id }) => !known.has(id));
}
