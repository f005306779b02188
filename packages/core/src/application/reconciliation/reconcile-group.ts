import { compareRoster } from '../../domain/im-difference.js';
import type { Services } from '../../services.js';
import { repair } from './repair.js';

/** Who is in a group. Its name the cloud tells of its members' groups only (`reconcileUser`). */
export const reconcileGroup =
  ({
    unitOfWork,
    clock,
    imDirectory,
  }: Pick<Services, 'unitOfWork' | 'clock' | 'imDirectory'>): Services['reconcileGroup'] =>
  async (group, { dryRun = false } = {}) => {
    if (!imDirectory) return [];
    const theirs = await imDirectory.groupMembers(group);
    const ours = await unitOfWork.read(
      async ({ groups }) => (await groups.members(group)).map(({ userId }) => userId),
      { latest: true },
    );
    const differences = compareRoster(group, ours, theirs);
    if (!dryRun) await repair({ unitOfWork, clock }, differences);
    return differences;
  };
