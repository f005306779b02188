import { expect } from 'chai';
import { aliyunFake } from '../test/aliyun-fake.js';
import { listingLog, needs } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { aliyun } from './verifier.js';

const ann = { region: '86', number: '13912345678' };

providerSuite(aliyun, aliyunFake, {
  required: [
    'KITH_ALIYUN_ACCESS_KEY_ID',
    'KITH_ALIYUN_ACCESS_KEY_SECRET',
    'KITH_ALIYUN_SIGN_NAMES',
    'KITH_ALIYUN_TEMPLATES',
  ],
  codes: {
    'isv.BUSINESS_LIMIT_CONTROL': 'code-throttled',
    'isv.MOBILE_NUMBER_ILLEGAL': 'phone-invalid',
    'isv.MOBILE_COUNT_OVER_LIMIT': 'sms-unavailable',
    'isv.SMS_TEMPLATE_ILLEGAL': 'sms-unavailable',
    'isv.SMS_SIGNATURE_ILLEGAL': 'sms-unavailable',
    'isv.TEMPLATE_MISSING_PARAMETERS': 'sms-unavailable',
    'isv.BLACK_KEY_CONTROL_LIMIT': 'sms-unavailable',
    'isp.RAM_PERMISSION_DENY': 'sms-unavailable',
    'isv.OUT_OF_SERVICE': 'sms-unavailable',
    'isv.AMOUNT_NOT_ENOUGH': 'sms-unavailable',
    'isp.SYSTEM_ERROR': 'sms-unavailable',
    SignatureDoesNotMatch: 'sms-unavailable',
    'Throttling.User': 'sms-unavailable',
    InternalError: 'no error',
  },
});

describe('aliyun', () => {
  let fake: Awaited<ReturnType<typeof aliyunFake>>;
  beforeEach(async () => {
    fake = await aliyunFake();
  });
  afterEach(() => fake.server.close());
  const verifier = (environment: Readonly<Record<string, string>> = {}, log = listingLog()) =>
    aliyun.create(settingsOf(aliyun, { ...fake.environment, ...environment }))(needs({ log }));
  const asked = (index: number) =>
    Object.fromEntries(new URL(fake.server.requests[index]?.target ?? '', 'http://fake').searchParams);

  it('writes a number of mainland China alone, others after their region, and signs for each language', async () => {
    await verifier().start(ann);
    await verifier().start({ region: '44', number: '7911123456' });
    expect(asked(0)).to.include({ PhoneNumbers: '13912345678', SignName: 'Kith', TemplateCode: 'SMS_1000' });
    expect(asked(1)).to.include({
      PhoneNumbers: '447911123456',
      SignName: 'KithWorld',
      TemplateCode: 'SMS_2000',
    });
  });

  it('names the variable of the template as the operator does', async () => {
    await verifier({ KITH_ALIYUN_TEMPLATE_PARAM: 'p1' }).start(ann);
    expect(asked(0).TemplateParam).to.equal(`{"p1":"${fake.sms[0]?.code}"}`);
  });

  it('signs each request anew', async () => {
    const one = verifier();
    await one.start(ann);
    await one.start(ann);
    expect(fake.sms).to.have.length(2);
  });

  it('says in the log that a signature is refused, and shows no secret', async () => {
    const log = listingLog();
    const wrong = verifier({ KITH_ALIYUN_ACCESS_KEY_SECRET: 'another secret' }, log);
    await wrong.start(ann).catch(() => {});
    expect(log.lines).to.deep.equal(['error aliyun: SMS to +86 *********78 refused (SignatureDoesNotMatch)']);
    expect(fake.sms).to.have.length(0);
  });

  it('gives the log the number by which Aliyun knows the SMS', async () => {
    const log = listingLog();
    await verifier({}, log).start(ann);
    expect(log.lines[0]).to.include('BizId 900619746936498440^0');
  });
});
