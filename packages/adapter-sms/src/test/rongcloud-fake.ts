import { createHash } from 'node:crypto';
import { type FakeAnswer, type FakeRequest, fakeServer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';

const appKey = 'pkfcgjstfb8';
const appSecret = 'Y1W2MeFwwwRxa0';

const statuses: Readonly<Record<number, number>> = {
  1000: 500,
  1001: 401,
  1004: 401,
  1006: 401,
  1007: 401,
  1008: 429,
  1009: 430,
  1050: 504,
};

/** How RongCloud refuses: the text has the number in it. */
export const refuse = (code: number): FakeAnswer => ({
  status: statuses[code] ?? 400,
  body: { code, errorMessage: 'mobile 13912345678', url: '/sendCode.json' },
});

interface Session {
  readonly id: string;
  readonly to: string;
  readonly templateId: string;
  readonly code: string;
  wrong: number;
  used: boolean;
}

export interface RongCloudFake extends FakeProvider {
  readonly sms: readonly Session[];
  /** In place of the answer to every send from now on. */
  answerSend(answer: FakeAnswer): void;
  /** In place of the answer to every check from now on. */
  answerCheck(answer: FakeAnswer): void;
}

type Form = Readonly<Record<string, string>>;

const namesOf = (form: Form): string => Object.keys(form).toSorted().join();
const maxWrong = 5;

/** RongCloud's SMS service as it is documented. A mood other than well concerns the next send alone. */
export async function rongcloudFake(): Promise<RongCloudFake> {
  const sms: Session[] = [];
  const nonces = new Set<string>();
  let sendAnswer: FakeAnswer | undefined;
  let checkAnswer: FakeAnswer | undefined;

  function refusalOf({ method, headers }: FakeRequest): FakeAnswer | undefined {
    const { nonce = '', timestamp = '', signature } = headers;
    const expected = createHash('sha1').update(`${appSecret}${nonce}${timestamp}`).digest('hex');
    if (headers['app-key'] !== appKey) return refuse(1001);
    if (nonce === '' || nonce.length > 18 || nonces.has(nonce)) return refuse(1004);
    if (!/^\d{13}$/.test(timestamp) || signature !== expected) return refuse(1004);
    nonces.add(nonce);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    return method === 'POST' && isForm ? undefined : refuse(1002);
  }

  function send(form: Form): FakeAnswer {
    server.setMood('well');
    const { mobile = '', region = '', templateId = '' } = form;
    if (namesOf(form) !== 'mobile,region,templateId') return refuse(1002);
    if (!/^\d{5,14}$/.test(mobile) || !/^\d{1,4}$/.test(region) || templateId === '') return refuse(1002);
    if (sendAnswer) return sendAnswer;
    const id = `session+${sms.length + 1}/=`;
    sms.push({
      id,
      to: `+${region}${mobile}`,
      templateId,
      code: String(314_159 + sms.length),
      wrong: 0,
      used: false,
    });
    return { status: 200, body: { code: 200, sessionId: id } };
  }

  function check(form: Form): FakeAnswer {
    const session = sms.find(({ id }) => id === form.sessionId);
    if (namesOf(form) !== 'code,sessionId' || !session) return refuse(1002);
    if (checkAnswer) return checkAnswer;
    if (session.used) return refuse(1014);
    if (session.wrong >= maxWrong) return { status: 430, body: '' };
    session.used = session.code === form.code;
    session.wrong += session.used ? 0 : 1;
    return { status: 200, body: { code: 200, success: session.used } };
  }

  const calls = new Map([
    ['/sendCode.json', send],
    ['/verifyCode.json', check],
  ]);
  const server = await fakeServer((request) => {
    const call = calls.get(request.target) ?? (() => refuse(404));
    return refusalOf(request) ?? call(Object.fromEntries(new URLSearchParams(request.body)));
  });

  return {
    server,
    sms,
    environment: {
      KITH_RONGCLOUD_APP_KEY: appKey,
      KITH_RONGCLOUD_APP_SECRET: appSecret,
      KITH_RONGCLOUD_SMS_TEMPLATES: 'zh_cn=cn-template,en=en-template',
      KITH_RONGCLOUD_SMS_URL: server.url,
    },
    failWith(code) {
      sendAnswer = refuse(Number(code));
    },
    answerSend(answer) {
      sendAnswer = answer;
    },
    answerCheck(answer) {
      checkAnswer = answer;
    },
  };
}
