import type { PasswordHasher } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';

/**
 * The promises of `PasswordHasher`.
 *
 * @param stale a password and a hash of it that the hasher still knows, but would make otherwise today; if there is one
 */
export function passwordHasherContract(
  { describe, it }: TestApi,
  hasher: PasswordHasher,
  stale?: { readonly password: string; readonly hash: string },
): void {
  describe('a password hasher', () => {
    it('knows a password again', async () => {
      for (const password of ['secret1', '密码密码密码', '😀😀😀😀😀😀', `'"\\%$`, 'p'.repeat(20)]) {
        const hash = await hasher.hash(password);
        expect(await hasher.verify(password, hash)).to.deep.equal({ matches: true, stale: false });
      }
    });

    it('takes no other password for it', async () => {
      const hash = await hasher.hash('secret1');
      for (const password of ['secret2', 'Secret1', 'secret1 ', 'secret', ''])
        expect(await hasher.verify(password, hash)).to.include({ matches: false });
    });

    it('makes another hash each time, none of which shows the password', async () => {
      const hashes = [await hasher.hash('secret1'), await hasher.hash('secret1')];
      expect(hashes[0]).to.not.equal(hashes[1]);
      for (const hash of hashes) {
        expect(hash).to.have.lengthOf.within(1, 255);
        expect(hash).to.not.contain('secret1');
      }
    });

    it('matches nothing with a hash of an unknown scheme', async () => {
      const hash = await hasher.hash('secret1');
      for (const unknown of [
        '',
        'secret1',
        '$',
        '$$$$',
        'plain$secret1',
        hash.slice(0, -1),
        hash.slice(0, 12),
      ])
        expect(await hasher.verify('secret1', unknown), unknown).to.include({ matches: false });
    });

    if (stale)
      it('knows a password by a hash of the past, and says that it is to be hashed anew', async () => {
        expect(await hasher.verify(stale.password, stale.hash)).to.deep.equal({ matches: true, stale: true });
        expect(await hasher.verify(`${stale.password}x`, stale.hash)).to.include({ matches: false });
      });
  });
}
