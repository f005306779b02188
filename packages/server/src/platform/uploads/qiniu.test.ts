import { createHmac } from 'node:crypto';
import { epochMs, n3dIdCodec, userId } from '@kith/core';
import { expect } from 'chai';
import { qiniuSigner } from './qiniu.js';
import { noUploads } from './upload-signer.js';

const bucket = {
  accessKey: 'access',
  secretKey: 'secret',
  bucket: 'pictures',
  domain: 'pictures.example.com',
};
const needs = {
  clock: { now: () => epochMs(1_500_000_000_999) },
  idCodec: n3dIdCodec('11EdDIaqpcim'),
  maxBytes: 10_485_760,
};

const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');
const sign = async (id = 1) => {
  const ticket = await qiniuSigner(bucket, needs).sign(userId(id));
  if (ticket.target !== 'qiniu') throw new Error(`a ticket for ${ticket.target}`);
  const [accessKey = '', signature = '', policy = ''] = ticket.token.split(':');
  return {
    ticket,
    accessKey,
    signature,
    policy,
    fields: JSON.parse(Buffer.from(policy, 'base64url').toString()),
  };
};

describe('the Qiniu upload signer', () => {
  it('says which store, and where its objects are read from', async () => {
    expect((await sign()).ticket).to.include({ target: 'qiniu', domain: 'pictures.example.com' });
  });

  it('signs the policy with HMAC-SHA1, in the URL-safe alphabet with padding', async () => {
    const { accessKey, signature, policy } = await sign();
    expect(accessKey).to.equal('access');
    expect(signature).to.equal(urlSafe(createHmac('sha1', 'secret').update(policy).digest('base64')));
    expect(policy).to.equal(urlSafe(Buffer.from(policy, 'base64url').toString('base64')));
    expect(signature).to.match(/^[\w-]{27}=$/);
  });

  it('is good for the bucket and one hour', async () => {
    expect((await sign()).fields).to.include({ scope: 'pictures', deadline: 1_500_003_600 });
  });

  it('takes images only, up to a size, never over another object', async () => {
    expect((await sign()).fields).to.include({
      mimeLimit: 'image/*',
      detectMime: 1,
      fsizeLimit: 10_485_760,
      insertOnly: 1,
    });
  });

  it("names the object under the user's own prefix, whatever the client asks for", async () => {
    expect((await sign(1)).fields).to.include({ forceSaveKey: true, saveKey: 'kFpN4KiZn/$(etag)' });
    expect((await sign(2)).fields).to.include({ saveKey: 'z2mlAvb0c/$(etag)' });
  });
});

describe('without a store', () => {
  it('says that uploads are not available', async () => {
    const failure = await noUploads()
      .sign(userId(1))
      .catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'uploads-unavailable');
  });
});
