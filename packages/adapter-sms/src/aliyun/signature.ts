import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** All of these are signed; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const algorithm = 'ACS3-HMAC-SHA256';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986: stricter than what browsers do. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The text that a request is signed as. */
export function canonical({ method, url, headers, body }: SignedRequest): string {
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .sort();
  return [
    method,
    url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
}

/** The `Authorization` of a request: its key is the secret itself. */
export function authorization(request: SignedRequest, keyId: string, secret: string): string {
  const signature = createHmac('sha256', secret)
    .update(`${algorithm}\n${sha256(canonical(request))}`)
    .digest('hex');
  const names = Object.keys(request.headers).sort().join(';');
  return `${algorithm} Credential=${keyId},SignedHeaders=${names},Signature=${signature}`;
}
