import { createHash, createHmac } from 'node:crypto';
import { type FakeRequest, fakeServer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';

const keyId = 'LTAIEXAMPLE';
const secret = 'SECRETEXAMPLE';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const signed = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version';
const fields = 'PhoneNumbers,SignName,TemplateCode,TemplateParam';

/** Aliyun's `SendSms` as it is documented. It refuses a wrong signature, a nonce it knows, an old date, a field too many. */
export async function aliyunFake(): Promise<FakeProvider> {
  const sms: { readonly to: string; readonly code: string }[] = [];
  const nonces = new Set<string>();
  let failure: string | undefined;

  const gateway = (Code: string) => ({
    status: 400,
    body: { Code, Message: 'refused', RequestId: 'R-1', HostId: 'dysmsapi' },
  });
  const business = (Code: string, more = {}) => ({
    status: 200,
    body: { Code, Message: Code, RequestId: 'R-1', ...more },
  });

  const server = await fakeServer((request) => {
    const { method, target, headers, body } = request;
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    if (method !== 'POST' || !target.startsWith('/?') || body !== '')
      return gateway('InvalidAction.NotFound');
    if (headers['x-acs-action'] !== 'SendSms' || headers['x-acs-version'] !== '2017-05-25')
      return gateway('InvalidVersion');
    if (headers['x-acs-content-sha256'] !== emptyHash) return gateway('InvalidContentSha256');
    if (headers['x-acs-date'] !== '2026-01-01T00:00:00Z') return gateway('InvalidTimeStamp.Expired');
    if (nonce.length < 16 || nonces.has(nonce)) return gateway('SignatureNonceUsed');
    nonces.add(nonce);
    if (headers.authorization !== expectedAuthorization(request)) return gateway('SignatureDoesNotMatch');

    const query = new URL(target, 'http://fake').searchParams;
    if ([...query.keys()].sort().join() !== fields) return business('isv.PARAM_NOT_SUPPORT');
    const to = /^(?:(?:0086|\+86|86)?(1\d{10})|((?!86|0|\+)\d{6,15}))$/.exec(query.get('PhoneNumbers') ?? '');
    if (!to) return business('isv.MOBILE_NUMBER_ILLEGAL');
    if (!/^(?:Kith|KithWorld)$/.test(query.get('SignName') ?? ''))
      return business('isv.SMS_SIGNATURE_ILLEGAL');
    if (!/^SMS_\d+$/.test(query.get('TemplateCode') ?? '')) return business('isv.SMS_TEMPLATE_ILLEGAL');
    const code = /^\{"(?:code|p1)":"(\d{6})"\}$/.exec(query.get('TemplateParam') ?? '')?.[1];
    if (!code) return business('isv.TEMPLATE_MISSING_PARAMETERS');
    if (failure?.startsWith('is')) return business(failure);
    if (failure) return { ...gateway(failure), status: failure === 'InternalError' ? 500 : 400 };
    sms.push({ to: to[1] ? `+86${to[1]}` : `+${to[2]}`, code });
    return business('OK', { BizId: '900619746936498440^0' });
  });

  return {
    server,
    sms,
    environment: {
      KITH_ALIYUN_ACCESS_KEY_ID: keyId,
      KITH_ALIYUN_ACCESS_KEY_SECRET: secret,
      KITH_ALIYUN_SIGN_NAMES: 'zh_cn=Kith,en=KithWorld',
      KITH_ALIYUN_TEMPLATES: 'zh_cn=SMS_1000,en=SMS_2000',
      KITH_ALIYUN_URL: server.url,
    },
    failWith(code) {
      failure = code;
    },
  };
}

/** Computed by the documentation from the bytes that came, without the client's code. */
function expectedAuthorization({ target, headers }: FakeRequest): string {
  const query = target
    .slice('/?'.length)
    .split('&')
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const request = `POST\n/\n${query}\n${lines.join('')}\n${signed}\n${emptyHash}`;
  const hash = createHash('sha256').update(request).digest('hex');
  const signature = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${hash}`).digest('hex');
  return `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${signed},Signature=${signature}`;
}
