import { type HttpResult, post } from '../http.js';
import type { TwilioAccount } from './account.js';

/** Where Twilio is asked, and as whom. */
export interface TwilioConnection {
  readonly url: string;
  readonly account: TwilioAccount;
  readonly timeoutMs: number | undefined;
}

/** One call of any product of theirs: a form in, JSON out. */
export const postForm = (
  { url, account, timeoutMs }: TwilioConnection,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<HttpResult> =>
  post(`${url}${path}`, {
    headers: {
      authorization: account.authorization,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams(fields).toString(),
    timeoutMs,
  });

/** One of the two. */
export type Sender = { readonly From: string } | { readonly MessagingServiceSid: string };

/** Sends a text to a number, '+' and digits. Their answer says that they took it on, not that it arrived. */
export const createMessage = (
  connection: TwilioConnection,
  sender: Sender,
  to: string,
  text: string,
): Promise<HttpResult> =>
  postForm(connection, `/2010-04-01/Accounts/${connection.account.sid}/Messages.json`, {
    To: to,
    Body: text,
    ...sender,
  });
