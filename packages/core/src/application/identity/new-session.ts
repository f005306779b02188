import { epochMs, type UserId } from '../../domain/ids.js';
import type { Session } from '../../ports/session-repository.js';
import type { Services } from '../../services.js';

/** A session for a user who is yet to be known: its id and times do not change when a write runs again. */
export function newSession({
  clock,
  random,
  rules,
}: Pick<Services, 'clock' | 'random' | 'rules'>): (user: UserId) => Session {
  const id = random.sessionId();
  const createdAt = clock.now();
  const expiresAt = epochMs(createdAt + rules.sessionLifetimeMs);
  return (user) => ({ id, user, createdAt, expiresAt });
}
