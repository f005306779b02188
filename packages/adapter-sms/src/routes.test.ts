import { expect } from 'chai';
import { providerNames } from './providers.js';
import { routeFor, smsRoutes } from './routes.js';

const problemsOf = (text: string): readonly string[] =>
  smsRoutes.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe('the routes of SMS', () => {
  it('are read by region, with who comes next', () => {
    expect([...smsRoutes.parse('86=aliyun|yunpian, 1242 = twilio-verify ,*=twilio')]).to.deep.equal([
      ['86', ['aliyun', 'yunpian']],
      ['1242', ['twilio-verify']],
      ['*', ['twilio']],
    ]);
  });

  const known = providerNames.join(', ');
  for (const [text, ...problems] of [
    ['', '"" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['twilio', '"twilio" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['=twilio', '"=twilio" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['86=', '"86=" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['86=aliyun|', '"86=aliyun|" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['86=aliyun,', '"" is not a route like 86=aliyun or *=twilio|yunpian'],
    ['+86=aliyun', '"+86" is neither a region like 86 nor *'],
    ['086=aliyun', '"086" is neither a region like 86 nor *'],
    ['CN=aliyun', '"CN" is neither a region like 86 nor *'],
    ['86000=aliyun', '"86000" is neither a region like 86 nor *'],
    ['86=alyun', `"alyun" is no provider: there are ${known}`],
    ['86=constructor', `"constructor" is no provider: there are ${known}`],
    ['86=aliyun=1', `"aliyun=1" is no provider: there are ${known}`],
    ['86=aliyun|aliyun', 'names a provider twice for 86'],
    ['86=aliyun,*=twilio,86=tencent', 'has more than one route for 86'],
    [
      'CN=alyun,*=twilio,*=twilio,86',
      '"CN" is neither a region like 86 nor *',
      `"alyun" is no provider: there are ${known}`,
      '"86" is not a route like 86=aliyun or *=twilio|yunpian',
      'has more than one route for *',
    ],
  ] as const)
    it(`cannot be ${JSON.stringify(text)}, and it says why`, () => {
      expect(problemsOf(text)).to.deep.equal(problems);
    });

  const routes = smsRoutes.parse('1=twilio,1242=yunpian,86=aliyun,852=tencent,*=rongcloud');
  for (const [region, number, expected] of [
    ['86', '13912345678', 'aliyun'],
    ['852', '51234567', 'tencent'],
    ['1', '2025550123', 'twilio'],
    ['1', '2423591234', 'yunpian'],
    ['44', '7911123456', 'rongcloud'],
    // Neither is of region 86 or 852.
    ['84', '861234567', 'rongcloud'],
    ['7', '8529123456', 'rongcloud'],
  ] as const)
    it(`lead +${region} ${number} to ${expected}`, () => {
      expect(routeFor(routes, { region, number })).to.deep.equal([expected]);
    });

  it('are for whole regions: 8 is none of 86', () => {
    expect(
      routeFor(smsRoutes.parse('8=aliyun,*=twilio'), { region: '86', number: '13912345678' }),
    ).to.deep.equal(['twilio']);
  });

  it('lead nowhere without one for the rest', () => {
    expect(routeFor(smsRoutes.parse('86=aliyun'), { region: '44', number: '7911123456' })).to.equal(
      undefined,
    );
  });
});
