import { DomainError } from '../../domain/errors.js';
import type { Phone } from '../../domain/phone.js';
import type { Services } from '../../services.js';

const keyOf = ({ region, number }: Phone): string => `password:${region}:${number}`;

/**
 * Counts a guess at a number's password, before it is checked, so that guesses in parallel are bounded too.
 *
 * @throws DomainError `too-many-guesses`
 */
export async function countGuess(
  { rateLimiter, rules }: Pick<Services, 'rateLimiter' | 'rules'>,
  phone: Phone,
): Promise<void> {
  const retryAfterMs = await rateLimiter.take(keyOf(phone), rules.passwordGuesses);
  if (retryAfterMs > 0) throw new DomainError('too-many-guesses', { retryAfterMs });
}

/** Whoever knows the password, or owns the number, has not guessed. */
export const clearGuesses = ({ rateLimiter }: Pick<Services, 'rateLimiter'>, phone: Phone): Promise<void> =>
  rateLimiter.reset(keyOf(phone));
