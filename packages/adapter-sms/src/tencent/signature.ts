import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly host: string;
  /** Byte for byte as it is sent. */
  readonly contentType: string;
  readonly body: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

const algorithm = 'TC3-HMAC-SHA256';
const signedHeaders = 'content-type;host';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/** The text that a request is signed as. */
export const canonical = ({ host, contentType, body }: SignedRequest): string =>
  ['POST', '/', '', `content-type:${contentType}`, `host:${host}`, '', signedHeaders, sha256(body)].join(
    '\n',
  );

/** The `Authorization` of a request: its key is derived anew for each day, in UTC. */
export function authorization(request: SignedRequest, secretId: string, secretKey: string): string {
  const date = new Date(request.timestamp * 1_000).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const scope = `${date}/sms/tc3_request`;
  const key = ['sms', 'tc3_request'].reduce(
    (derived, part) => hmac(derived, part).digest(),
    hmac(`TC3${secretKey}`, date).digest(),
  );
  const text = [algorithm, request.timestamp, scope, sha256(canonical(request))].join('\n');
  const signature = hmac(key, text).digest('hex');
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}
