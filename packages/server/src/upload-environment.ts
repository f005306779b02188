import { isIP } from 'node:net';
import { z } from 'zod';
import { developmentBucket, type UploadStore } from './platform/index.js';

const tenMebibytes = 10 * 1024 * 1024;
/** What S3 takes in one request. */
const fiveGibibytes = 5 * 1024 ** 3;

const text = z.string().optional();
const address = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:\/\/[^@?#]+$/.test(value),
    'is not an address like https://s3.example.com',
  )
  .optional();

/** The variables that say where images are uploaded to: to Qiniu, or to what speaks S3. */
export const uploadVariables = {
  KITH_UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(fiveGibibytes)
    .default(tenMebibytes)
    .meta({ description: 'uploads: the largest image, in bytes' }),
  KITH_QINIU_ACCESS_KEY: text.meta({ secret: true, description: 'uploads: access key of Qiniu' }),
  KITH_QINIU_SECRET_KEY: text.meta({ secret: true, description: 'uploads: secret key of Qiniu' }),
  KITH_QINIU_BUCKET: text.meta({ description: 'uploads: name of the bucket' }),
  KITH_QINIU_DOMAIN: text.meta({ description: 'uploads: host that the bucket is read from' }),
  KITH_S3_ENDPOINT: address.meta({
    description:
      'uploads: address of an S3 service, without the bucket: https://s3.eu-central-1.amazonaws.com',
  }),
  KITH_S3_REGION: z
    .string()
    .regex(/^[a-z\d-]+$/i, 'is not a region like eu-central-1')
    .optional()
    .meta({ description: 'uploads: region of the bucket' }),
  KITH_S3_BUCKET: z
    .string()
    .regex(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/i, 'is not the name of a bucket')
    .optional()
    .meta({ description: 'uploads: name of the bucket' }),
  KITH_S3_PATH_STYLE: z.stringbool().default(false).meta({
    description: 'uploads: the bucket is part of the path (MinIO), not of the host name',
  }),
  KITH_S3_ACCESS_KEY_ID: text.meta({ secret: true, description: 'uploads: access key of S3' }),
  KITH_S3_SECRET_ACCESS_KEY: text.meta({ secret: true, description: 'uploads: secret key of S3' }),
  KITH_S3_SESSION_TOKEN: text.meta({
    secret: true,
    description: 'uploads: token of temporary keys of S3, where they have one',
  }),
  KITH_S3_PUBLIC_URL: address.meta({
    description: 'uploads: address that the bucket is read from, up to the name of an object',
  }),
} as const;

type Variable = keyof typeof uploadVariables;

/** What each store cannot do without. */
const needed = {
  KITH_QINIU_: ['KITH_QINIU_ACCESS_KEY', 'KITH_QINIU_SECRET_KEY', 'KITH_QINIU_BUCKET', 'KITH_QINIU_DOMAIN'],
  KITH_S3_: [
    'KITH_S3_ENDPOINT',
    'KITH_S3_REGION',
    'KITH_S3_BUCKET',
    'KITH_S3_ACCESS_KEY_ID',
    'KITH_S3_SECRET_ACCESS_KEY',
    'KITH_S3_PUBLIC_URL',
  ],
} as const satisfies Record<string, readonly Variable[]>;

type Set = Readonly<Partial<Record<string, string>>>;

/** What is wrong with them together, a line each. */
export function uploadProblems(set: Set): string[] {
  const begun = Object.entries(needed).filter(([prefix]) =>
    Object.keys(set).some((name) => name.startsWith(prefix)),
  );
  const missing = begun.flatMap(([prefix, names]) =>
    names
      .filter((name) => !set[name])
      .map((name) => `${name} is not set: the other ${prefix} variables need it`),
  );
  const both = begun.length > 1 ? ['KITH_QINIU_ and KITH_S3_ variables: set those of one store only'] : [];
  return [...both, ...missing, ...(isNameless(set) ? [nameless] : [])];
}

const nameless =
  'KITH_S3_PATH_STYLE is not true: no bucket can stand before the IP address in KITH_S3_ENDPOINT';

const isNameless = ({ KITH_S3_ENDPOINT: endpoint, KITH_S3_PATH_STYLE }: Set): boolean =>
  endpoint !== undefined &&
  URL.canParse(endpoint) &&
  isIP(new URL(endpoint).hostname.replace(/[[\]]/g, '')) > 0 &&
  uploadVariables.KITH_S3_PATH_STYLE.safeParse(KITH_S3_PATH_STYLE).data === false;

type UploadEnvironment = z.output<z.ZodObject<typeof uploadVariables>>;

/** The store that is configured; in development, else, one that does not exist. */
export const uploadStoreOf = (environment: UploadEnvironment, development: boolean): UploadStore | null =>
  qiniuOf(environment) ??
  s3Of(environment) ??
  (development ? { target: 'qiniu', ...developmentBucket() } : null);

function qiniuOf({
  KITH_QINIU_ACCESS_KEY: accessKey,
  KITH_QINIU_SECRET_KEY: secretKey,
  KITH_QINIU_BUCKET: bucket,
  KITH_QINIU_DOMAIN: domain,
}: UploadEnvironment): UploadStore | null {
  return accessKey && secretKey && bucket && domain
    ? { target: 'qiniu', accessKey, secretKey, bucket, domain }
    : null;
}

function s3Of({
  KITH_S3_ENDPOINT: endpoint,
  KITH_S3_REGION: region,
  KITH_S3_BUCKET: bucket,
  KITH_S3_PATH_STYLE: pathStyle,
  KITH_S3_ACCESS_KEY_ID: accessKeyId,
  KITH_S3_SECRET_ACCESS_KEY: secretAccessKey,
  KITH_S3_SESSION_TOKEN: sessionToken,
  KITH_S3_PUBLIC_URL: publicUrl,
}: UploadEnvironment): UploadStore | null {
  if (!endpoint || !region || !bucket || !accessKeyId || !secretAccessKey || !publicUrl) return null;
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return { target: 's3', endpoint, region, bucket, pathStyle, publicUrl, ...keys };
}
