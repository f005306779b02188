import { type HttpResult, post } from '../http.js';
import type { SmsNeeds } from '../provider.js';
import { signatureOf } from './signature.js';

const nonceDigits = 18;

export interface RongCloudConnection extends Pick<SmsNeeds, 'clock' | 'random' | 'timeoutMs'> {
  readonly url: string;
  readonly appKey: string;
  readonly appSecret: string;
}

/** `POST /sendCode.json` */
export const sendCode = (
  connection: RongCloudConnection,
  fields: { readonly mobile: string; readonly region: string; readonly templateId: string },
): Promise<HttpResult> => postForm(connection, '/sendCode.json', fields);

/** `POST /verifyCode.json` */
export const verifyCode = (
  connection: RongCloudConnection,
  fields: { readonly sessionId: string; readonly code: string },
): Promise<HttpResult> => postForm(connection, '/verifyCode.json', fields);

/** Each request is signed anew. */
function postForm(
  { url, appKey, appSecret, clock, random, timeoutMs }: RongCloudConnection,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<HttpResult> {
  const nonce = random.digits(nonceDigits);
  const timestamp = String(clock.now());
  return post(`${url}${path}`, {
    headers: {
      'app-key': appKey,
      nonce,
      timestamp,
      signature: signatureOf(appSecret, nonce, timestamp),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
    timeoutMs,
  });
}
