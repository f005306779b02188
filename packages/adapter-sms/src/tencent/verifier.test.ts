import { expect } from 'chai';
import { listingLog, needs } from '../test/needs.js';
import { providerSuite, settingsOf } from '../test/provider-suite.js';
import { tencentFake } from '../test/tencent-fake.js';
import { tencent } from './verifier.js';

const ann = { region: '86', number: '13912345678' };

providerSuite(tencent, tencentFake, {
  required: [
    'KITH_TENCENT_SECRET_ID',
    'KITH_TENCENT_SECRET_KEY',
    'KITH_TENCENT_SDK_APP_ID',
    'KITH_TENCENT_SIGN_NAMES',
    'KITH_TENCENT_TEMPLATES',
  ],
  codes: {
    'LimitExceeded.PhoneNumberThirtySecondLimit': 'code-throttled',
    'LimitExceeded.PhoneNumberOneHourLimit': 'code-throttled',
    'LimitExceeded.PhoneNumberDailyLimit': 'code-throttled',
    'LimitExceeded.SomeNewLimit': 'code-throttled',
    'LimitExceeded.AppDailyLimit': 'sms-unavailable',
    'LimitExceeded.AppMainlandChinaDailyLimit': 'sms-unavailable',
    'LimitExceeded.AppGlobalDailyLimit': 'sms-unavailable',
    'FailedOperation.PhoneNumberInBlacklist': 'phone-invalid',
    'FailedOperation.InsufficientBalanceInSmsPackage': 'sms-unavailable',
    'FailedOperation.TemplateIncorrectOrUnapproved': 'sms-unavailable',
    'FailedOperation.SignatureIncorrectOrUnapproved': 'sms-unavailable',
    'InvalidParameterValue.IncorrectPhoneNumber': 'phone-invalid',
    'InvalidParameterValue.TemplateParameter': 'sms-unavailable',
    'InternalError.OtherError': 'sms-unavailable',
    'InternalError.SendAndRecvFail': 'no error',
    'InternalError.Timeout': 'no error',
  },
});

describe('tencent', () => {
  let fake: Awaited<ReturnType<typeof tencentFake>>;
  beforeEach(async () => {
    fake = await tencentFake();
  });
  afterEach(() => fake.server.close());
  const verifier = (environment: Readonly<Record<string, string>> = {}, log = listingLog()) =>
    tencent.create(settingsOf(tencent, { ...fake.environment, ...environment }))(needs({ log }));
  const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  const wholes = {
    'AuthFailure.SignatureExpire':
      'error tencent: SMS to +86 *********78 refused (AuthFailure.SignatureExpire)',
    'RequestLimitExceeded.IPLimitExceeded':
      'warn tencent: SMS to +86 *********78 unavailable (RequestLimitExceeded.IPLimitExceeded)',
    InternalError: 'warn tencent: SMS to +86 *********78 unavailable (InternalError)',
  };
  for (const [code, line] of Object.entries(wholes))
    it(`judges a whole call by its body, not by its HTTP status: ${code}`, async () => {
      const log = listingLog();
      fake.failWith(`whole:${code}`);
      expect(await failureOf(verifier({}, log).start(ann))).to.have.property('code', 'sms-unavailable');
      expect(log.lines).to.deep.equal([line]);
    });

  it('signs with what is approved for mainland China, and abroad not with that', async () => {
    await verifier().start(ann);
    await verifier().start({ region: '44', number: '7911123456' });
    const [home, abroad] = fake.server.requests.map(({ body }) => JSON.parse(body));
    expect(home).to.include({ SignName: 'Kith', TemplateId: '1110' });
    expect(abroad).to.include({ TemplateId: '1111' }).and.not.have.property('SignName');
  });

  it('says in the log that a signature is refused, and shows no secret', async () => {
    const log = listingLog();
    await failureOf(verifier({ KITH_TENCENT_SECRET_KEY: 'another secret' }, log).start(ann));
    expect(log.lines).to.deep.equal([
      'error tencent: SMS to +86 *********78 refused (AuthFailure.SignatureFailure)',
    ]);
    expect(fake.sms).to.have.length(0);
  });

  it('gives the log the number by which Tencent Cloud knows the SMS', async () => {
    const log = listingLog();
    await verifier({}, log).start(ann);
    expect(log.lines[0]).to.include('SerialNo 5000:1045710669157053657849499619');
  });

  const waits = { ThirtySecond: 30_000, OneHour: 3_600_000, Daily: 86_400_000, New: 60_000 } as const;
  for (const [limit, retryAfterMs] of Object.entries(waits))
    it(`lets a number wait ${retryAfterMs} ms after PhoneNumber${limit}Limit`, async () => {
      fake.failWith(`LimitExceeded.PhoneNumber${limit}Limit`);
      expect(await failureOf(verifier().start(ann))).to.have.deep.property('data', { retryAfterMs });
    });
});
