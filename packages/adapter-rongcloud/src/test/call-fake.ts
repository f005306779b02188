import { sign } from '../fake/index.js';

type Values = Readonly<Record<string, string | number | readonly string[]>>;

/** A form as the Server API wants it: lists as the same name again. */
export const formBody = (fields: Values): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  return form.toString();
};

interface Reachable {
  readonly url: string;
  readonly appKey: string;
  readonly appSecret: string;
}

export const signedHeaders = (
  { appKey, appSecret }: Omit<Reachable, 'url'>,
  timestamp = '1700000000000',
) => ({
  'App-Key': appKey,
  Nonce: '14314',
  Timestamp: timestamp,
  Signature: sign(appSecret, '14314', timestamp),
});

/** Calls the Server API, signed, and gives status and body. Written by hand, so that it trusts nothing of the gateway. */
export async function callFake(fake: Reachable, path: string, fields: Values = {}) {
  const response = await fetch(`${fake.url}${path}`, {
    method: 'POST',
    headers: { ...signedHeaders(fake), 'content-type': 'application/x-www-form-urlencoded' },
    body: formBody(fields),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
