import { type HttpResult, post } from '../http.js';

export interface YunpianAccount {
  readonly url: string;
  readonly apiKey: string;
  readonly timeoutMs: number | undefined;
}

const headers = {
  accept: 'application/json;charset=utf-8',
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
};

/** `#code#` is the only variable. It is encoded as a pair first, and then once more as a field of the form. */
export const sendTemplate = (account: YunpianAccount, mobile: string, template: string, code: string) =>
  call(account, '/v2/sms/tpl_single_send.json', {
    mobile,
    tpl_id: template,
    tpl_value: new URLSearchParams({ '#code#': code }).toString(),
  });

/** @param text has to match an approved template, its signature in brackets included */
export const sendText = (account: YunpianAccount, mobile: string, text: string) =>
  call(account, '/v2/sms/single_send.json', { mobile, text });

async function call(
  { url, apiKey, timeoutMs }: YunpianAccount,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<HttpResult> {
  const body = new URLSearchParams({ apikey: apiKey, ...fields }).toString();
  const result = await post(`${url}${path}`, { headers, body, timeoutMs });
  return result.kind === 'answered' ? { ...result, text: withTextSid(result.text) } : result;
}

/** A number of 64 bits does not survive being parsed. A quote inside of a text is escaped, so this hits the field alone. */
const withTextSid = (json: string): string => json.replace(/("sid"\s*:\s*)(\d+)/, '$1"$2"');
