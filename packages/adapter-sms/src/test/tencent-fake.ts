import { createHash, createHmac } from 'node:crypto';
import { type FakeRequest, fakeServer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';

const secretId = 'AKIDEXAMPLE';
const secretKey = 'SECRETEXAMPLE';
const fields = ['PhoneNumberSet', 'SmsSdkAppId', 'TemplateId', 'TemplateParamSet'];

const expectedHeaders = {
  'x-tc-action': 'SendSms',
  'x-tc-version': '2021-01-11',
  'x-tc-region': 'ap-guangzhou',
  // The clock of the tests.
  'x-tc-timestamp': '1767225600',
} as const;

/** Tencent Cloud's `SendSms` as it is documented: a refusal has HTTP status 200, and each number has a code of its own. */
export async function tencentFake(): Promise<FakeProvider> {
  const sms: { readonly to: string; readonly code: string }[] = [];
  let failure: string | undefined;

  const answer = (Response: object) => ({
    status: 200,
    body: { Response: { ...Response, RequestId: 'R-1' } },
  });
  const refuse = (Code: string, Message = 'refused') => answer({ Error: { Code, Message } });

  const server = await fakeServer((request) => {
    const { method, target, headers, body } = request;
    if (method !== 'POST' || target !== '/') return { status: 404, body: 'no such call' };
    for (const [name, value] of Object.entries(expectedHeaders))
      if (headers[name] !== value) return refuse('InvalidParameter', `${name} is ${headers[name]}`);
    if (!/^application\/json(?:; charset=utf-8)?$/.test(headers['content-type'] ?? ''))
      return refuse('InvalidParameter', 'content-type');
    if (headers.authorization !== expectedAuthorization(request))
      return refuse('AuthFailure.SignatureFailure');

    const sent = JSON.parse(body);
    const to: unknown = sent.PhoneNumberSet?.[0];
    const code: unknown = sent.TemplateParamSet?.[0];
    const known = Object.keys(sent).filter((name) => name !== 'SignName');
    if (known.sort().join() !== fields.join()) return refuse('UnknownParameter', known.join());
    if (sent.SmsSdkAppId !== '1400006666') return refuse('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
    if (typeof to !== 'string' || sent.PhoneNumberSet.length !== 1) return refuse('MissingParameter');
    const status = (Code: string) =>
      answer({
        SendStatusSet: [
          {
            SerialNo: Code === 'Ok' ? '5000:1045710669157053657849499619' : '',
            PhoneNumber: to,
            Fee: 1,
            Code,
          },
        ],
      });
    const isMainland = /^\+861\d{10}$/.test(to);
    if (!isMainland && !/^\+(?!86)[1-9]\d{6,14}$/.test(to))
      return status('InvalidParameterValue.IncorrectPhoneNumber');
    if (sent.SignName !== (isMainland ? 'Kith' : undefined))
      return status('FailedOperation.SignatureIncorrectOrUnapproved');
    if (sent.TemplateId !== (isMainland ? '1110' : '1111'))
      return status('FailedOperation.TemplateIncorrectOrUnapproved');
    if (typeof code !== 'string' || !/^\d{6}$/.test(code))
      return status('InvalidParameterValue.TemplateParameter');
    if (failure?.startsWith('whole:')) return refuse(failure.slice('whole:'.length));
    if (failure) return status(failure);
    sms.push({ to, code });
    return status('Ok');
  });

  return {
    server,
    sms,
    environment: {
      KITH_TENCENT_SECRET_ID: secretId,
      KITH_TENCENT_SECRET_KEY: secretKey,
      KITH_TENCENT_SDK_APP_ID: '1400006666',
      KITH_TENCENT_SIGN_NAMES: 'zh_cn=Kith',
      KITH_TENCENT_TEMPLATES: 'zh_cn=1110,en=1111',
      KITH_TENCENT_URL: server.url,
    },
    failWith(code) {
      failure = code;
    },
  };
}

/** Computed by the documentation from the bytes that came, without the client's code. */
function expectedAuthorization({ headers, body }: FakeRequest): string {
  const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
  const request = `POST\n/\n\ncontent-type:${headers['content-type']}\nhost:${headers.host}\n\ncontent-type;host\n${hash(body)}`;
  const text = `TC3-HMAC-SHA256\n1767225600\n2026-01-01/sms/tc3_request\n${hash(request)}`;
  const ofDay = createHmac('sha256', `TC3${secretKey}`).update('2026-01-01').digest();
  const ofService = createHmac('sha256', ofDay).update('sms').digest();
  const key = createHmac('sha256', ofService).update('tc3_request').digest();
  const signature = createHmac('sha256', key).update(text).digest('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/2026-01-01/sms/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`;
}
