import { type UploadSigner, type UploadTicket, userId } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

const keysOf = {
  qiniu: ['target', 'domain', 'token'],
  s3: ['target', 'domain', 'url', 'fields'],
} as const satisfies Record<UploadTicket['target'], readonly string[]>;

/** What the store is shown. */
const proofOf = (ticket: UploadTicket): unknown => (ticket.target === 's3' ? ticket.fields : ticket.token);

/** The promises of an `UploadSigner` with a store configured. */
export function uploadSignerContract({ describe, it }: TestApi, signer: UploadSigner): void {
  describe('an upload signer', () => {
    it('permits an upload: kind of store, where it is read from, and what that store asks for', async () => {
      const ticket = await signer.sign(userId(1));
      expect(ticket).to.have.all.keys(keysOf[ticket.target]);
      const texts = Object.values(
        ticket.target === 's3' ? { ...ticket, ...ticket.fields, fields: '-' } : ticket,
      );
      for (const text of texts) expect(text).to.be.a('string').and.not.empty;
    });

    it('permits each user another', async () => {
      const [one, other] = [await signer.sign(userId(1)), await signer.sign(userId(2))];
      expect(proofOf(one)).to.not.deep.equal(proofOf(other));
    });
  });
}
