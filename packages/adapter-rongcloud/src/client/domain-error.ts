import { DomainError } from '@kith/core';
import { type Failure, traitsOf } from './outcome.js';

/** What a failed call is to those who know nothing of RongCloud. */
export function domainError(failure: Failure, { repeatable }: { readonly repeatable: boolean }): DomainError {
  const { acted, answered } = traitsOf(failure);
  if (failure.kind === 'refused') return new DomainError('im-refused', { reason: failure.reason });
  if (acted === 'perhaps' && !repeatable) return new DomainError('im-uncertain', { reason: failure.reason });
  return new DomainError('im-unavailable', { retryAfterMs: failure.retryAfterMs, answered });
}
