import { createHmac } from 'node:crypto';

export const algorithm = 'AWS4-HMAC-SHA256';

/** Where and when a signature is good: the day is UTC's, as YYYYMMDD. */
export interface SigningScope {
  readonly day: string;
  readonly region: string;
}

/** 20151229T000000Z. */
export const timestampOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+|[:-]/g, '');

export const scopeText = ({ day, region }: SigningScope): string => `${day}/${region}/s3/aws4_request`;

/** Signs text (for a form: its policy in base64) for S3 by AWS signature version 4; lower-case hex. */
export function signature(text: string, secretAccessKey: string, scope: SigningScope): string {
  const key = scopeText(scope)
    .split('/')
    .reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  return hmac(key, text).toString('hex');
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
