import { type FakeAnswer, type FakeRequest, type FakeServer, fakeServer } from './fake-server.js';

export const twilioAccount = `AC${'a1'.repeat(16)}`;
export const verifyService = `VA${'b2'.repeat(16)}`;
const authorization = `Basic ${Buffer.from(`${twilioAccount}:token`).toString('base64')}`;

/** How Twilio refuses. */
export const twilioRefusal = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, message: 'The number +8613912345678', more_info: `https://example.com/${code}`, status },
});

interface Sms {
  readonly to: string;
  readonly text: string;
}

export interface TwilioFake extends FakeServer {
  readonly inbox: readonly Sms[];
  /** In place of acting on the next request. */
  answerNext(answer: FakeAnswer): void;
}

type Fields = Readonly<Record<string, string>>;

/** Each name once, or undefined. */
function fieldsOf({ headers, body }: FakeRequest): Fields | undefined {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined;
  const pairs = [...new URLSearchParams(body)];
  const fields = Object.fromEntries(pairs);
  return Object.keys(fields).length === pairs.length ? fields : undefined;
}

/** Twilio's gate: a form by POST, from the account or one of its keys. */
export async function twilioGate(
  act: (path: string, fields: Fields) => FakeAnswer,
  authorized: string = authorization,
): Promise<Omit<TwilioFake, 'inbox'>> {
  let prepared: FakeAnswer | undefined;
  const server = await fakeServer((request) => {
    const fields = fieldsOf(request);
    if (request.headers.authorization !== authorized) return twilioRefusal(401, 20003);
    if (request.method !== 'POST' || fields === undefined) return twilioRefusal(400, 20001);
    const answer = prepared ?? act(request.target, fields);
    prepared = undefined;
    return answer;
  });
  return {
    ...server,
    answerNext(answer) {
      prepared = answer;
    },
  };
}

const e164 = /^\+[1-9]\d{6,14}$/;

/** Twilio Messages, for one account and its auth token, or for whoever `authorized` says. */
export async function twilioFake(authorized?: string): Promise<TwilioFake> {
  const inbox: Sms[] = [];
  const senders = [['From'], ['MessagingServiceSid']];
  const gate = await twilioGate((path, fields) => {
    const { To: to = '', Body: text = '', ...sender } = fields;
    if (path !== `/2010-04-01/Accounts/${twilioAccount}/Messages.json`) return twilioRefusal(404, 20404);
    if (!e164.test(to)) return twilioRefusal(400, 21211);
    if (text === '' || text.length > 1600) return twilioRefusal(400, 21602);
    if (!senders.some((names) => names.join() === Object.keys(sender).join()))
      return twilioRefusal(400, 21603);
    inbox.push({ to, text });
    const sid = `SM${String(inbox.length).padStart(32, '0')}`;
    return { status: 201, body: { sid, status: 'queued', error_code: null, price: null, num_segments: '1' } };
  }, authorized);
  return { ...gate, inbox };
}
