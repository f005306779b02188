import { type UploadSigner, userId } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

/** The promises of an `UploadSigner` with a store configured. */
export function uploadSignerContract({ describe, it }: TestApi, signer: UploadSigner): void {
  describe('an upload signer', () => {
    it('permits an upload: kind of store, where it is read from, and a token', async () => {
      const ticket = await signer.sign(userId(1));
      expect(ticket).to.have.all.keys('target', 'domain', 'token');
      for (const text of Object.values(ticket)) expect(text).to.be.a('string').and.not.empty;
    });

    it('permits each user another', async () => {
      const tokens = [(await signer.sign(userId(1))).token, (await signer.sign(userId(2))).token];
      expect(tokens[0]).to.not.equal(tokens[1]);
    });
  });
}
