import { StaleClock } from './clock.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const serializationFailure = '40001';
const deadlock = '40P01';
const uniqueViolation = '23505';

/** Another transaction was in the way, and is no more. A stale clock is renewed by who finds it so. */
export const isConflict = (error: unknown): boolean =>
  error instanceof StaleClock || [serializationFailure, deadlock].includes(codeOf(error));

export const isDuplicate = (error: unknown): boolean => codeOf(error) === uniqueViolation;

/** Found by a transaction, or by a session in it, which shows it as unavailable. */
export const isStale = (error: unknown): boolean =>
  error instanceof StaleClock || (error instanceof Error && error.cause instanceof StaleClock);
