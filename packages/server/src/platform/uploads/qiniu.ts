import { createHmac, randomBytes } from 'node:crypto';
import type { UploadSigner } from '@kith/core';
import { lifetimeMs, type UploadNeeds } from './needs.js';

export interface QiniuBucket {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  /** The host that the bucket is read from. */
  readonly domain: string;
}

/**
 * Signs an upload policy of Qiniu, good for one hour: an image of at most `maxBytes`, named by the store itself under
 * the user's own prefix whatever key the client asks for (docs/wire/users.md, "Uploads").
 */
export const qiniuSigner = (
  { accessKey, secretKey, bucket, domain }: QiniuBucket,
  { clock, idCodec, maxBytes }: Omit<UploadNeeds, 'random'>,
): UploadSigner => ({
  async sign(user) {
    const policy = urlSafe(
      Buffer.from(
        JSON.stringify({
          scope: bucket,
          deadline: Math.floor((clock.now() + lifetimeMs) / 1000),
          forceSaveKey: true,
          saveKey: `${idCodec.encode(user)}/$(etag)`,
          insertOnly: 1,
          fsizeLimit: maxBytes,
          mimeLimit: 'image/*',
          // The store looks into the file, instead of taking the client's word for its type.
          detectMime: 1,
        }),
      ),
    );
    const signature = urlSafe(createHmac('sha1', secretKey).update(policy).digest());
    return { target: 'qiniu', domain, token: `${accessKey}:${signature}:${policy}` };
  },
});

/** A bucket that does not exist: its tokens have the right shape and open nothing. */
export const developmentBucket = (): QiniuBucket => ({
  accessKey: randomBytes(20).toString('base64url'),
  secretKey: randomBytes(20).toString('base64url'),
  bucket: 'development',
  domain: 'uploads.invalid',
});

/** Base64 with '-' and '_', and with its padding: Qiniu wants it. */
const urlSafe = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
