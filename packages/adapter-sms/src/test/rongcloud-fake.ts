import { createHash } from 'node:crypto';
import { type FakeAnswer, type FakeRequest, type FakeServer, fakeServer } from './fake-server.js';

export const rongcloudApp = { key: 'pkfcgjstfb8', secret: 'Y1W2MeFwwwRxa0' };

/** How RongCloud refuses. */
export const rongcloudRefusal = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, errorMessage: 'mobile 13912345678', url: '/sendCode.json' },
});

interface Session {
  readonly id: string;
  readonly region: string;
  readonly mobile: string;
  readonly templateId: string;
  readonly code: string;
  wrong: number;
  used: boolean;
}

export interface RongCloudFake extends FakeServer {
  readonly sessions: readonly Session[];
  /** In place of acting on the next request. */
  answerNext(answer: FakeAnswer): void;
}

const names = (fields: object): string => Object.keys(fields).toSorted().join();
const maxWrong = 5;

/** RongCloud's SMS service, for one app. */
export async function rongcloudFake(): Promise<RongCloudFake> {
  const sessions: Session[] = [];
  const nonces = new Set<string>();
  let prepared: FakeAnswer | undefined;

  function refusalOf({ method, headers }: FakeRequest): FakeAnswer | undefined {
    const { nonce = '', timestamp = '', signature } = headers;
    const expected = createHash('sha1')
      .update(rongcloudApp.secret + nonce + timestamp)
      .digest('hex');
    if (headers['app-key'] !== rongcloudApp.key) return rongcloudRefusal(401, 1001);
    if (nonce === '' || nonce.length > 18 || nonces.has(nonce)) return rongcloudRefusal(401, 1004);
    if (!/^\d{13}$/.test(timestamp) || signature !== expected) return rongcloudRefusal(401, 1004);
    nonces.add(nonce);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    return method === 'POST' && isForm ? undefined : rongcloudRefusal(400, 1002);
  }

  function send(fields: Readonly<Record<string, string>>): FakeAnswer {
    const { mobile = '', region = '', templateId = '' } = fields;
    if (names(fields) !== 'mobile,region,templateId') return rongcloudRefusal(400, 1002);
    if (!/^\d+$/.test(mobile) || !/^\d{1,4}$/.test(region)) return rongcloudRefusal(400, 1002);
    const id = `session+${sessions.length + 1}/=`;
    const code = String(314_159 + sessions.length);
    sessions.push({ id, region, mobile, templateId, code, wrong: 0, used: false });
    return { status: 200, body: { code: 200, sessionId: id } };
  }

  function verify(fields: Readonly<Record<string, string>>): FakeAnswer {
    const session = sessions.find(({ id }) => id === fields.sessionId);
    if (names(fields) !== 'code,sessionId' || !session) return rongcloudRefusal(400, 1002);
    if (session.used) return rongcloudRefusal(400, 1014);
    if (session.wrong >= maxWrong) return { status: 430, body: '' };
    session.used = session.code === fields.code;
    session.wrong += session.used ? 0 : 1;
    return { status: 200, body: { code: 200, success: session.used } };
  }

  const calls = new Map([
    ['/sendCode.json', send],
    ['/verifyCode.json', verify],
  ]);
  const server = await fakeServer((request) => {
    const refusal = refusalOf(request) ?? prepared;
    prepared = undefined;
    const call = calls.get(request.target) ?? (() => rongcloudRefusal(404, 404));
    return refusal ?? call(Object.fromEntries(new URLSearchParams(request.body)));
  });
  return {
    ...server,
    sessions,
    answerNext(answer) {
      prepared = answer;
    },
  };
}
