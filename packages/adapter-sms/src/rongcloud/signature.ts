import { createHash } from 'node:crypto';

/** Of one request: it covers neither path nor body, so that TLS is what protects them. */
export const signatureOf = (appSecret: string, nonce: string, timestamp: string): string =>
  createHash('sha1').update(`${appSecret}${nonce}${timestamp}`).digest('hex');
