import { expect } from 'chai';
import { authorization, canonical, percentEncoded, sha256 } from './signature.js';

/** Agrees with the official client. */
const request = {
  method: 'POST',
  url: new URL(
    'https://dysmsapi.aliyuncs.com/?PhoneNumbers=13800138000&SignName=TestSign&TemplateCode=SMS_1000&TemplateParam=%7B%22code%22%3A%22123456%22%7D',
  ),
  headers: {
    host: 'dysmsapi.aliyuncs.com',
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': '2026-01-01T00:00:00Z',
    'x-acs-signature-nonce': '0123456789abcdef0123456789abcdef',
    'x-acs-content-sha256': sha256(''),
  },
  body: '',
};

describe('the signature ACS3-HMAC-SHA256', () => {
  it('is over the request that the official client signs', () => {
    expect(sha256(canonical(request))).to.equal(
      'bd70208731efa6a7840ce953b0f9d2943568d2b35ed9a9cddd075fb11a5b3384',
    );
  });

  it('is what the official client signs it with', () => {
    expect(authorization(request, 'LTAIEXAMPLE', 'SECRETEXAMPLE')).to.equal(
      'ACS3-HMAC-SHA256 Credential=LTAIEXAMPLE,' +
        'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=6af4c7ec7b2247640756fbf00e2c2e5b074b642eb007927291c42bcc19021c4c',
    );
  });

  it('encodes a space as %20, a star, and leaves a tilde', () => {
    expect(percentEncoded("a b*~!'()")).to.equal('a%20b%2A~%21%27%28%29');
  });

  it('sorts the query by name, in whatever order it is sent', () => {
    const reversed = new URL(request.url);
    reversed.search = [...request.url.search.slice(1).split('&')].reverse().join('&');
    expect(canonical({ ...request, url: reversed })).to.equal(canonical(request));
  });
});
