import { type HttpResult, post } from '../http.js';
import { authorization, percentEncoded, sha256 } from './signature.js';

export interface AliyunAccount {
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly timeoutMs: number | undefined;
}

export interface SmsFields {
  /** Digits only: alone for mainland China, else after those of their region. */
  readonly PhoneNumbers: string;
  readonly SignName: string;
  readonly TemplateCode: string;
  /** JSON, all values text. */
  readonly TemplateParam: string;
}

/**
 * `SendSms`, whose fields are in the query.
 *
 * @param nonce never used before
 */
export async function sendSms(
  { url: base, keyId, secret, timeoutMs }: AliyunAccount,
  fields: SmsFields,
  { nowMs, nonce }: { readonly nowMs: number; readonly nonce: string },
): Promise<HttpResult> {
  const query = Object.entries(fields).map(([name, value]) => `${name}=${percentEncoded(value)}`);
  const url = new URL(`${base}/?${query.join('&')}`);
  const body = '';
  const headers = {
    host: url.host,
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': new Date(nowMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': sha256(body),
  };
  const signed = {
    ...headers,
    authorization: authorization({ method: 'POST', url, headers, body }, keyId, secret),
  };
  return post(url, { headers: signed, body, timeoutMs });
}
