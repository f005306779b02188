import { expect } from 'chai';
import { signature, timestampOf } from './signature-v4.js';

/** As printed by AWS: "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)". */
const policy = [
  '{ "expiration": "2015-12-30T12:00:00.000Z",',
  '  "conditions": [',
  '    {"bucket": "sigv4examplebucket"},',
  '    ["starts-with", "$key", "user/user1/"],',
  '    {"acl": "public-read"},',
  '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
  '    ["starts-with", "$Content-Type", "image/"],',
  '    {"x-amz-meta-uuid": "14365123651274"},',
  '    {"x-amz-server-side-encryption": "AES256"},',
  '    ["starts-with", "$x-amz-meta-tag", ""],',
  '',
  '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
  '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
  '    {"x-amz-date": "20151229T000000Z" }',
  '  ]',
  '}',
].join('\r\n');

describe('the AWS signature, version 4,', () => {
  it("of a form's policy is the one that AWS publishes for its example", () => {
    expect(
      signature(Buffer.from(policy).toString('base64'), 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', {
        day: '20151229',
        region: 'us-east-1',
      }),
    ).to.equal('8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e');
  });

  it('writes a time as it is wanted', () => {
    expect(timestampOf(1_451_347_200_999)).to.equal('20151229T000000Z');
  });
});
