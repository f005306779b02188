import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.js';

/** SHA-1 of App Secret, nonce and timestamp in a row, in lower-case hex. The timestamp counts as text. */
export const sign = (appSecret: string, nonce: string, timestamp: string): string =>
  createHash('sha1').update(`${appSecret}${nonce}${timestamp}`, 'utf8').digest('hex');

export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
}

export interface SignatureCheck extends Credentials {
  /** How far a timestamp may be off; without it, it may be anything, as it seems to be with RongCloud. */
  readonly clockSkewWindowMs?: number | undefined;
}

/** Seconds, as the official SDKs send them, or milliseconds, as the documents say. */
const toMs = (timestamp: string): number => {
  const number = Number(timestamp);
  return number < 100_000_000_000 ? number * 1000 : number;
};

const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Every header has a second name, for platforms that strip the first.
 *
 * @param header - reads a header, whatever the case of its name
 * @throws Refusal 1002 for an unknown key, 1004 for everything else
 */
export function checkSignature(
  header: (name: string) => string | undefined,
  { appKey, appSecret, clockSkewWindowMs }: SignatureCheck,
  now: number,
): void {
  const read = (name: string, code: 1002 | 1004): string => {
    const value = header(name) ?? header(`RC-${name}`);
    if (!value) throw new Refusal(code, `the header ${name} is missing`);
    return value;
  };
  if (read('App-Key', 1002) !== appKey) throw new Refusal(1002, 'no such App Key');
  const nonce = read('Nonce', 1004);
  const timestamp = read('Timestamp', 1004);
  const signature = read('Signature', 1004);
  if (nonce.length > 18) throw new Refusal(1004, 'Nonce has more than 18 characters');
  if (!/^\d{1,16}$/.test(timestamp)) throw new Refusal(1004, 'Timestamp is no number');
  if (!isEqual(signature, sign(appSecret, nonce, timestamp))) throw new Refusal(1004);
  if (clockSkewWindowMs !== undefined && Math.abs(toMs(timestamp) - now) > clockSkewWindowMs)
    throw new Refusal(1004, `Timestamp is more than ${clockSkewWindowMs} ms off`);
}
