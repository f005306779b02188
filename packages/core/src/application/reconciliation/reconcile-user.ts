import { compareBlocks, compareMemberships } from '../../domain/im-difference.js';
import type { Services } from '../../services.js';
import { repair } from './repair.js';

/** The cloud is asked first: what changes here meanwhile shows as a difference, and is told once more. */
export const reconcileUser =
  ({
    unitOfWork,
    clock,
    imDirectory,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'imDirectory'>): Services['reconcileUser'] =>
  async (user, { dryRun = false } = {}) => {
    if (!imDirectory) return [];
    const theirs = {
      groups: await imDirectory.groupsOf(user),
      blocked: await imDirectory.blockedBy(user),
    };
    const ours = await unitOfWork.read(
      async ({ groups, blacklist }) => ({
        groups: (await groups.listOf(user)).map(({ group }) => group),
        blocked: (await blacklist.list(user)).map(({ id }) => id),
      }),
      { latest: true },
    );
    const differences = [
      ...compareMemberships(user, ours.groups, theirs.groups),
      ...compareBlocks(user, ours.blocked, theirs.blocked),
    ];
    if (!dryRun) await repair({ unitOfWork, clock }, differences);
    return differences;
  };
