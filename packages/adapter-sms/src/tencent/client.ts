import { type HttpResult, post } from '../http.js';
import { authorization } from './signature.js';

export interface TencentAccount {
  readonly url: string;
  readonly region: string;
  readonly secretId: string;
  readonly secretKey: string;
  readonly timeoutMs: number | undefined;
}

/** In the spelling of version 2021-01-11. */
export interface SmsFields {
  /** Like '+8613800138000'. */
  readonly PhoneNumberSet: readonly string[];
  readonly SmsSdkAppId: string;
  readonly TemplateId: string;
  /** Mainland China cannot do without. */
  readonly SignName?: string;
  /** By position. */
  readonly TemplateParamSet: readonly string[];
}

const contentType = 'application/json; charset=utf-8';

/** `SendSms`. */
export function sendSms(
  { url: base, region, secretId, secretKey, timeoutMs }: TencentAccount,
  fields: SmsFields,
  nowMs: number,
): Promise<HttpResult> {
  const url = new URL(`${base}/`);
  const body = JSON.stringify(fields);
  const timestamp = Math.floor(nowMs / 1_000);
  const headers = {
    host: url.host,
    'content-type': contentType,
    'x-tc-action': 'SendSms',
    'x-tc-version': '2021-01-11',
    'x-tc-timestamp': String(timestamp),
    'x-tc-region': region,
    authorization: authorization({ host: url.host, contentType, body, timestamp }, secretId, secretKey),
  };
  return post(url, { headers, body, timeoutMs });
}
