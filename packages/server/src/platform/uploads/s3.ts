import type { UploadSigner } from '@kith/core';
import { lifetimeMs, type UploadNeeds } from './needs.js';
import { algorithm, scopeText, signature, timestampOf } from './signature-v4.js';

export interface S3Bucket {
  /** Of the service, without the bucket: `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** The bucket stands in the path (MinIO), not in the host name (AWS, Aliyun OSS). */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  /** What an object's key is added to, to read it. */
  readonly publicUrl: string;
}

/**
 * Signs a POST policy (AWS signature version 4), good for one hour: an image of 1 to `maxBytes` bytes, under one key,
 * which lies under the user's own prefix (docs/wire/users.md, "Uploads").
 */
export const s3Signer = (
  store: S3Bucket,
  { clock, idCodec, random, maxBytes }: UploadNeeds,
): UploadSigner => ({
  async sign(user) {
    const now = clock.now();
    const timestamp = timestampOf(now);
    const scope = { day: timestamp.slice(0, 8), region: store.region };
    const exact = {
      key: `${idCodec.encode(user)}/${random.uuid()}`,
      success_action_status: '201',
      'x-amz-algorithm': algorithm,
      'x-amz-credential': `${store.accessKeyId}/${scopeText(scope)}`,
      'x-amz-date': timestamp,
      ...(store.sessionToken !== undefined && { 'x-amz-security-token': store.sessionToken }),
    };
    const policy = base64({
      expiration: new Date(now + lifetimeMs).toISOString(),
      conditions: [
        { bucket: store.bucket },
        ...Object.entries(exact).map(([field, value]) => ({ [field]: value })),
        ['starts-with', '$Content-Type', 'image/'],
        ['content-length-range', 1, maxBytes],
      ],
    });
    return {
      target: 's3',
      domain: withoutSlash(store.publicUrl),
      url: bucketUrl(store),
      fields: { ...exact, policy, 'x-amz-signature': signature(policy, store.secretAccessKey, scope) },
    };
  },
});

const base64 = (policy: object): string => Buffer.from(JSON.stringify(policy)).toString('base64');

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function bucketUrl({ endpoint, bucket, pathStyle }: S3Bucket): string {
  if (pathStyle) return `${withoutSlash(endpoint)}/${bucket}`;
  const url = new URL(endpoint);
  url.hostname = `${bucket}.${url.hostname}`;
  return withoutSlash(url.href);
}
