import { createHash } from 'node:crypto';
import type { Clock, Random } from '@kith/core';

const longestNonce = 18;

/** SHA-1 of secret, nonce and timestamp, as lower-case hex. It covers neither path nor body: TLS does. */
export const signature = (appSecret: string, nonce: string, timestamp: string): string =>
  createHash('sha1').update(`${appSecret}${nonce}${timestamp}`, 'utf8').digest('hex');

export interface Keys {
  readonly appKey: string;
  readonly appSecret: string;
}

/** What proves that a request comes from the app: new for each one, resent ones included. */
export const signedHeaders =
  (
    { appKey, appSecret }: Keys,
    { clock, random }: { clock: Clock; random: Pick<Random, 'digits' | 'uuid'> },
  ) =>
  () => {
    const nonce = random.digits(longestNonce);
    const timestamp = String(clock.now());
    return {
      'App-Key': appKey,
      Nonce: nonce,
      Timestamp: timestamp,
      Signature: signature(appSecret, nonce, timestamp),
      'X-Request-ID': random.uuid(),
    };
  };
