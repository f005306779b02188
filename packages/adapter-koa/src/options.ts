import type { RateLimit } from '@kith/core';
import type { ClientReleases } from './routes/misc/client-releases.js';
import type { SquareEntry } from './routes/misc/demo-square.js';
import type { Webhook } from './webhook.js';

export interface CookieOptions {
  readonly name: string;
  /** Absent: the host that answered, and no other. */
  readonly domain?: string;
  readonly maxAgeMs: number;
  /** Sent over HTTPS only; then sites of `corsOrigins` may send it too. */
  readonly secure: boolean;
}

/** One line of the access log. It holds no address, number, code, password, token or cookie. */
export interface AccessLine {
  readonly requestId: string;
  readonly method: string;
  /** The route's path as declared, such as `/user/:id`, or a webhook's name; null when no route was found. */
  readonly route: string | null;
  readonly status: number;
  readonly ms: number;
  /** As the wire shows it; null when nobody was signed in. */
  readonly userId: string | null;
}

/** How much one address may ask for of what nobody has to be known for, or what tells who has which number. */
export interface AddressLimits {
  /** Codes sent, to whatever numbers. */
  readonly codes: RateLimit;
  /** Codes, tokens and passwords tried, numbers looked up. */
  readonly attempts: RateLimit;
}

export interface HttpOptions {
  /** In development answers with another `code` than 200 carry a `message`. */
  readonly mode: 'development' | 'production';
  readonly cookie: CookieOptions;
  /** Secrets of the session tokens: the first signs, all verify. So a key is retired without signing anybody out. */
  readonly authKeys: readonly string[];
  /** Origins whose pages may call with the cookie, such as `https://chat.example.com`. */
  readonly corsOrigins: readonly string[];
  /** Believe `X-Forwarded-*` of the one proxy in front. */
  readonly trustProxy?: boolean;
  /** Absent: no limits. */
  readonly addressLimits?: AddressLimits;
  /**
   * Gives up on a client that takes its time with a long answer to a sync, which holds a snapshot of the database: after
   * half a minute unless given.
   */
  readonly patience?: () => AbortSignal;
  readonly log?: (line: AccessLine) => void;
  /** Hears of what was answered with 500, and in development of errors that a route does not declare. */
  readonly onError?: (error: unknown) => void;
  /** What is called by other services than clients. */
  readonly webhooks?: readonly Webhook[];
  readonly clientReleases?: ClientReleases;
  readonly demoSquare?: readonly SquareEntry[];
}
