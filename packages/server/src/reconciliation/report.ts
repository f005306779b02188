import { type IdCodec, isDomainError } from '@kith/core';
import { writeSubject } from './subject.js';
import type { Progress, Walk } from './walk.js';

/** Why one could not be compared, in a few words. */
export function reasonOf(error: unknown): string {
  if (isDomainError(error, 'im-refused')) return `${error.code}: ${error.data.reason}`;
  return isDomainError(error) ? error.code : String(error);
}

/** How far a walk came, while it goes on. */
export const progressLine = (progress: Progress, idCodec: IdCodec): string =>
  `position ${positionOf(progress, idCodec)}: ${countsOf(progress)}`;

/** What a walk found, and what comes of it. */
export const summaryOf = (walk: Walk, { dryRun }: { readonly dryRun: boolean }): readonly string[] => [
  `Compared ${countsOf(walk)}.`,
  ...(walk.differences === 0 ? [] : [dryRun ? dryRunNote : onItsWay]),
];

const dryRunNote = 'A dry run: the IM cloud was told nothing.';
const onItsWay = 'The IM cloud is told by the outbox: kith serve or kith relay delivers it.';

/** Why a walk ended early; null when it did not, or by a fault that these words do not cover. */
export function interruptionOf({ end }: Walk): string | null {
  if (end.how === 'finished') return null;
  if (end.how === 'stopped') return 'Stopped.';
  if (isDomainError(end.error, 'im-unavailable')) return 'The IM cloud does not answer.';
  if (isDomainError(end.error, 'storage-unavailable')) return 'The database cannot be reached.';
  return null;
}

/** How to go on where a walk ended. */
export const resumptionOf = (
  walk: Walk,
  idCodec: IdCodec,
  { dryRun }: { readonly dryRun: boolean },
): string =>
  [
    'Go on with: kith im reconcile --all',
    ...(walk.position ? [`--after ${positionOf(walk, idCodec)}`] : []),
    ...(dryRun ? ['--dry-run'] : []),
  ].join(' ');

const positionOf = ({ position }: Progress, idCodec: IdCodec): string =>
  position ? writeSubject(position, idCodec) : 'none';

function countsOf({ groups, users, differences, failed }: Progress): string {
  const parts = [
    counted(groups, 'group'),
    counted(users, 'user'),
    counted(differences, 'difference'),
    ...(failed > 0 ? [`${failed} could not be compared`] : []),
  ];
  return parts.join(', ');
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
