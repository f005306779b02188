import type { SessionId } from '../domain/ids.js';

/** Chance from a cryptographic source. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** At least 128 bits, as URL-safe text. */
  sessionId(): SessionId;
  /** Decimal digits, each equally likely: a code to send. */
  digits(count: number): string;
  /** From 0 inclusive to 1 exclusive: jitter. */
  fraction(): number;
}
