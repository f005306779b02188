import type { HttpResult } from '../http.js';
import { postForm, type TwilioConnection } from '../twilio/client.js';

export interface VerifyConnection extends TwilioConnection {
  /** SID of the service. */
  readonly service: string;
}

/** Sends a code to a number, '+' and digits. */
export const startVerification = (connection: VerifyConnection, to: string): Promise<HttpResult> =>
  postForm(connection, `/v2/Services/${connection.service}/Verifications`, { To: to, Channel: 'sms' });

/** One verification, or a number's latest. */
export type Which = { readonly VerificationSid: string } | { readonly To: string };

export const checkVerification = (
  connection: VerifyConnection,
  which: Which,
  code: string,
): Promise<HttpResult> =>
  postForm(connection, `/v2/Services/${connection.service}/VerificationCheck`, { ...which, Code: code });
