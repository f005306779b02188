import type { GroupId, UserId } from '../../domain/ids.js';
import { compareNames, compareRoster, type NamedGroup } from '../../domain/im-difference.js';
import type { ImDirectory } from '../../ports/im-directory.js';
import type { Services } from '../../services.js';
import { repair } from './repair.js';

/** The cloud is asked first: what changes here meanwhile shows as a difference, and is told once more. */
export const reconcileGroup =
  ({
    unitOfWork,
    clock,
    imDirectory,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'imDirectory'>): Services['reconcileGroup'] =>
  async (id, { dryRun = false } = {}) => {
    if (!imDirectory) return [];
    const theirs = await imDirectory.groupMembers(id);
    const theirNames = await namesThere(imDirectory, id, theirs);
    const ours = await unitOfWork.read(
      async ({ groups }) => {
        const group = await groups.find(id);
        return {
          names: group && group.dismissedAt === null ? [group] : [],
          members: (await groups.members(id)).map(({ userId }) => userId),
        };
      },
      { latest: true },
    );
    const differences = [...compareRoster(id, ours.members, theirs), ...compareNames(ours.names, theirNames)];
    if (!dryRun) await repair({ unitOfWork, clock }, differences);
    return differences;
  };

/** The cloud tells what groups are called by those who are in them, so one of them is asked about. */
async function namesThere(
  imDirectory: ImDirectory,
  group: GroupId,
  [member]: readonly UserId[],
): Promise<readonly NamedGroup[]> {
  if (member === undefined) return [];
  return (await imDirectory.groupsOf(member)).filter(({ id }) => id === group);
}
