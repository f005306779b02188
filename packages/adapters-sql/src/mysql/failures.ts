const numberOf = (error: unknown): unknown =>
  error instanceof Error && 'errno' in error ? error.errno : undefined;

const lockWaitTimeout = 1205;
const deadlock = 1213;
const duplicateEntry = 1062;

/** Another transaction was in the way. */
export const isConflict = (error: unknown): boolean =>
  [lockWaitTimeout, deadlock].some((number) => numberOf(error) === number);

export const isDuplicate = (error: unknown): boolean => numberOf(error) === duplicateEntry;
