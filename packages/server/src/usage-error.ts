/** It was called in a way that no command knows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
