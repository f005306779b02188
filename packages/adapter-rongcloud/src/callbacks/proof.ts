import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@kith/core';
import { type Keys, signature } from '../client/signature.js';
import { CallbackRefusal, type CallbackRequest } from './request.js';

/** What a callback is signed with: as it is documented, and as older apps have it. */
const spellings = [
  { nonce: 'nonce', timestamp: 'signTimestamp', signature: 'signature' },
  { nonce: 'rc-nonce', timestamp: 'rc-timestamp', signature: 'rc-signature' },
] as const;

type Proof = Record<keyof (typeof spellings)[number], string>;

export interface ProofOptions extends Keys {
  readonly clock: Clock;
  /** How far the time of the signature may be from ours, in ms. */
  readonly windowMs: number;
}

/**
 * Whether RongCloud sent it, and just now. The signature covers neither path nor body.
 *
 * @returns the signature, which must not come again
 * @throws CallbackRefusal
 */
export function prove(
  request: CallbackRequest,
  { appKey, appSecret, clock, windowMs }: ProofOptions,
): string {
  const proof = proofOf(request);
  if (!proof) throw new CallbackRefusal(401, 'Missing signature.');
  // Not every app gets it.
  if ((parameter(request, 'appKey') ?? appKey) !== appKey) throw new CallbackRefusal(401, 'Wrong app key.');
  const expected = signature(appSecret, proof.nonce, proof.timestamp);
  if (!isSame(proof.signature.toLowerCase(), expected)) throw new CallbackRefusal(401, 'Wrong signature.');
  const offMs = Math.abs(clock.now() - timeOf(proof.timestamp));
  if (!(offMs <= windowMs)) throw new CallbackRefusal(401, 'Stale timestamp.');
  return expected;
}

function proofOf(request: CallbackRequest): Proof | null {
  for (const names of spellings) {
    const nonce = parameter(request, names.nonce);
    const timestamp = parameter(request, names.timestamp);
    const given = parameter(request, names.signature);
    if (nonce && timestamp && given) return { nonce, timestamp, signature: given };
  }
  return null;
}

/** Most pages say that it is in the query, one says that it is in the headers. */
const parameter = ({ query, headers }: CallbackRequest, name: string): string | null =>
  query.get(name) ?? headers.get(name);

/** Seconds of any year that has a RongCloud are fewer than this, milliseconds are more. */
const leastMs = 100_000_000_000;

/** NaN for what is no number. */
function timeOf(timestamp: string): number {
  const time = /^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  return time < leastMs ? time * 1_000 : time;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
