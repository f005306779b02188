import { DomainError } from '@kith/core';

export type SqlStoreErrorCode =
  | 'url-unsupported'
  | 'cannot-open'
  | 'in-use'
  | 'schema-older'
  | 'schema-newer';

/** Why a store cannot be opened, in one sentence for whoever runs it. */
export class SqlStoreError extends Error {
  override readonly name = 'SqlStoreError';
  readonly code: SqlStoreErrorCode;

  constructor(code: SqlStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a driver threw, as the domain says it. The driver's own error is the cause, for logs only. */
export function unavailable(cause: unknown): Error {
  const error = new DomainError('storage-unavailable');
  error.cause = cause;
  return error;
}

/** A host with several addresses fails once for each of them. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};
