import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { authorization, canonical } from './signature.js';

/** Agrees with the official client. */
const request = {
  host: 'sms.tencentcloudapi.com',
  contentType: 'application/json',
  body: '{"PhoneNumberSet":["+8613800138000"],"SmsSdkAppId":"1400006666","TemplateId":"1110","SignName":"TestSign","TemplateParamSet":["123456"]}',
  timestamp: 1_767_225_600,
};
const sign = (some: Partial<typeof request> = {}) =>
  authorization({ ...request, ...some }, 'AKIDEXAMPLE', 'SECRETEXAMPLE');

describe('the signature TC3-HMAC-SHA256', () => {
  it('is over the request that the official client signs', () => {
    expect(createHash('sha256').update(canonical(request)).digest('hex')).to.equal(
      '30a578d406a12fc602c274cebec0c84e07034d666d7363f84852270082dec8d6',
    );
  });

  it('is what the official client signs it with', () => {
    expect(sign()).to.equal(
      'TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2026-01-01/sms/tc3_request, SignedHeaders=content-type;host, ' +
        'Signature=2c03b38108f51130667ae06ffeca4b2e3531d1541078239d816906c3519dea4a',
    );
  });

  it('is another for a content type that names its charset', () => {
    expect(sign({ contentType: 'application/json; charset=utf-8' })).to.include(
      'Signature=b96acf6a0446285b11c27fb5bad2d56a2a06b47557ba866937586f9d309b3c5c',
    );
  });

  it('is of the day in UTC, up to its last second', () => {
    expect(sign({ timestamp: 1_767_225_599 })).to.include('/2025-12-31/sms/tc3_request');
  });
});
