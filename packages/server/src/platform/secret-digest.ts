import { createHmac } from 'node:crypto';
import type { SecretDigest } from '@kith/core';

/** HMAC-SHA256, 64 hex digits. Another key makes every digest stored before unknown. */
export const hmacDigest = (key: string): SecretDigest => ({
  digest: (secret) => createHmac('sha256', key).update(secret).digest('hex'),
});
