import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What S3 calls the reasons of a refusal. */
type Refusal =
  | 'AccessDenied'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'InvalidAccessKeyId'
  | 'MalformedPOSTRequest'
  | 'NoSuchBucket'
  | 'SignatureDoesNotMatch';

class Refused extends Error {
  readonly code: Refusal;

  constructor(code: Refusal, message: string) {
    super(message);
    this.code = code;
  }
}

export interface S3FakeOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials: every form must show it. */
  readonly sessionToken?: string;
  readonly region: string;
  readonly bucket: string;
  readonly pathStyle: boolean;
  readonly now: () => number;
}

export interface S3Fake {
  /** Of the service, without the bucket. */
  readonly endpoint: string;
  readonly port: number;
  readonly objects: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>;
  close(): Promise<void>;
}

const policySchema = z.strictObject({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.record(z.string(), z.string()),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
      z.tuple([z.literal('content-length-range'), z.number(), z.number()]),
    ]),
  ),
});
type Condition = z.output<typeof policySchema>['conditions'][number];

/** What a form may hold without a condition for it. */
const unconditional = new Set(['policy', 'x-amz-signature', 'file']);

/** An S3 service on the loopback interface that takes forms only, and checks everything that S3's documentation says it checks. */
export async function s3Fake(options: S3FakeOptions): Promise<S3Fake> {
  const objects = new Map<string, { type: string; bytes: Uint8Array }>();
  const server = createServer(async (request, response) => {
    try {
      const { key, type, bytes, status } = await accept(request, options);
      objects.set(key, { type, bytes });
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<PostResponse><Bucket>${options.bucket}</Bucket><Key>${key}</Key></PostResponse>`);
    } catch (error) {
      const { code, message } =
        error instanceof Refused ? error : { code: 'InternalError', message: String(error) };
      response.writeHead(code === 'InternalError' ? 500 : 403, { 'content-type': 'application/xml' });
      response.end(
        `<Error><Code>${code}</Code><Message>${message}</Message><Id>${randomUUID()}</Id></Error>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://s3.test:${port}`,
    port,
    objects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function accept(request: IncomingMessage, options: S3FakeOptions) {
  const body = await text(request.setEncoding('latin1'));
  if (bucketOf(request, options) !== options.bucket) throw new Refused('NoSuchBucket', String(request.url));
  const form = await new Response(Buffer.from(body, 'latin1'), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();

  const fields = new Map<string, string>();
  let file: File | null = null;
  for (const [name, value] of form) {
    if (file !== null) throw new Refused('MalformedPOSTRequest', 'the file must come last');
    if (fields.has(name.toLowerCase())) throw new Refused('MalformedPOSTRequest', `${name} twice`);
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
    else file = value;
  }
  if (file === null) throw new Refused('MalformedPOSTRequest', 'no file');
  const bytes = new Uint8Array(await file.arrayBuffer());

  checkSignature(fields, options);
  checkPolicy(fields, bytes.length, options);
  return {
    key: fields.get('key') ?? '',
    type: fields.get('content-type') ?? '',
    bytes,
    // As the form wants it; 204 unless it says so.
    status: fields.get('success_action_status') === '201' ? 201 : 204,
  };
}

function bucketOf({ headers, url }: IncomingMessage, { pathStyle }: S3FakeOptions): string | undefined {
  if (pathStyle) return headers.host?.startsWith('s3.test:') ? url?.slice(1) : undefined;
  return url === '/' ? headers.host?.split('.s3.test:')[0] : undefined;
}

function checkSignature(fields: ReadonlyMap<string, string>, options: S3FakeOptions): void {
  const [keyId, day = '', region = '', service = '', end = '', ...more] = (
    fields.get('x-amz-credential') ?? ''
  ).split('/');
  if (keyId !== options.accessKeyId) throw new Refused('InvalidAccessKeyId', String(keyId));
  const scoped = region === options.region && service === 's3' && end === 'aws4_request' && more.length === 0;
  if (!scoped || fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256')
    throw new Refused('AccessDenied', 'wrong scope or algorithm');
  if (!/^\d{8}T\d{6}Z$/.test(fields.get('x-amz-date') ?? '') || !fields.get('x-amz-date')?.startsWith(day))
    throw new Refused('AccessDenied', 'wrong date');
  if (fields.get('x-amz-security-token') !== options.sessionToken)
    throw new Refused('AccessDenied', 'wrong session token');

  const sign = (key: string | Buffer, message: string) => createHmac('sha256', key).update(message).digest();
  const dayKey = sign(`AWS4${options.secretAccessKey}`, day);
  const signingKey = sign(sign(sign(dayKey, options.region), 's3'), 'aws4_request');
  if (sign(signingKey, fields.get('policy') ?? '').toString('hex') !== fields.get('x-amz-signature'))
    throw new Refused('SignatureDoesNotMatch', 'wrong signature');
}

function checkPolicy(
  fields: ReadonlyMap<string, string>,
  size: number,
  { bucket, now }: S3FakeOptions,
): void {
  const { expiration, conditions } = policySchema.parse(
    JSON.parse(Buffer.from(fields.get('policy') ?? '', 'base64').toString()),
  );
  if (Date.parse(expiration) <= now()) throw new Refused('AccessDenied', 'Policy expired');
  const values = new Map([...fields, ['bucket', bucket]]);
  const conditioned = conditions.flatMap((condition) => checkCondition(condition, values, size));
  for (const name of fields.keys())
    if (!unconditional.has(name) && !conditioned.includes(name))
      throw new Refused('AccessDenied', `Extra input fields: ${name}`);
}

/** The fields that the condition is about. */
function checkCondition(condition: Condition, values: ReadonlyMap<string, string>, size: number): string[] {
  if (!Array.isArray(condition))
    return Object.entries(condition).flatMap(([name, value]) =>
      checkCondition(['eq', `$${name}`, value], values, size),
    );
  if (condition[0] === 'content-length-range') {
    if (size < condition[1]) throw new Refused('EntityTooSmall', String(size));
    if (size > condition[2]) throw new Refused('EntityTooLarge', String(size));
    return [];
  }
  const [operator, dollarName, wanted] = condition;
  const name = dollarName.slice(1).toLowerCase();
  const value = values.get(name);
  const met = operator === 'eq' ? value === wanted : value?.startsWith(wanted) === true;
  if (!met) throw new Refused('AccessDenied', `Policy Condition failed: ${JSON.stringify(condition)}`);
  return [name];
}
