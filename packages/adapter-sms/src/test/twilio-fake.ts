import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';

const account = `AC${'a1'.repeat(16)}`;
const authToken = '0123456789abcdef';

/** Of an account that is charged, by its auth token. */
export const accountEnvironment = { KITH_TWILIO_ACCOUNT_SID: account, KITH_TWILIO_AUTH_TOKEN: authToken };

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const statuses: Readonly<Record<number, number>> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500 };

/** How Twilio refuses: the message has the number in it. */
export function refuse(code: number, status = statuses[code] ?? 400): FakeAnswer {
  const message = "The 'To' number +8613912345678 is not a valid phone number.";
  return { status, body: { code, message, more_info: `https://example.com/${code}`, status } };
}

export type Form = Readonly<Record<string, string>>;

/** Each name once, or null. */
function formOf({ headers, body }: FakeRequest): Form | null {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return null;
  const pairs = [...new URLSearchParams(body)];
  const form = Object.fromEntries(pairs);
  return Object.keys(form).length === pairs.length ? form : null;
}

/** The door of all of Twilio's products: a form, posted by the account or by one of its keys. */
export const twilioServer = (
  act: (path: string, form: Form) => FakeAnswer,
  authorization = basic(account, authToken),
) =>
  fakeServer((request) => {
    const form = formOf(request);
    if (request.headers.authorization !== authorization) return refuse(20003);
    return request.method === 'POST' && form ? act(request.target, form) : refuse(20001);
  });

export const e164 = /^\+[1-9]\d{6,14}$/;

export interface TwilioFake extends FakeProvider {
  readonly sms: readonly { readonly to: string; readonly code: string; readonly text: string }[];
  /** From now on it takes every text on, and says that it came to this. */
  setStatus(status: string): void;
}

/** Twilio Messages as it is documented. It refuses what it would not expect. */
export async function twilioFake(authorization?: string): Promise<TwilioFake> {
  const sms: { readonly to: string; readonly code: string; readonly text: string }[] = [];
  let failure: number | undefined;
  let status = 'queued';

  const server = await twilioServer((path, { To: to = '', Body: text = '', ...sender }) => {
    if (path !== `/2010-04-01/Accounts/${account}/Messages.json`) return refuse(20404);
    if (!e164.test(to)) return refuse(21211);
    const code = /\d{6}/.exec(text)?.[0];
    if (code === undefined) return refuse(21602);
    const [name = '', ...others] = Object.keys(sender);
    if (!['From', 'MessagingServiceSid'].includes(name) || others.length > 0) return refuse(21603);
    if (failure !== undefined) return refuse(failure);
    sms.push({ to, code, text });
    const sid = `SM${String(sms.length).padStart(32, '0')}`;
    return { status: 201, body: { sid, status, error_code: null, price: null, num_segments: '1' } };
  }, authorization);

  return {
    server,
    sms,
    environment: { ...accountEnvironment, KITH_TWILIO_FROM: '+15550001111', KITH_TWILIO_URL: server.url },
    failWith(code) {
      failure = Number(code);
    },
    setStatus(next) {
      status = next;
    },
  };
}
