import type { SecretDigest } from '@kith/core';
import { expect } from 'chai';
import { type TestApi, times } from '../test-api.js';

/** The promises of `SecretDigest`. */
export function secretDigestContract(
  { describe, it }: TestApi,
  withKey: (key: string) => SecretDigest,
): void {
  const secret = '7f2c1a66-4f5e-4d0c-9d0b-0c6f5b1f8a11';

  describe('a secret digest', () => {
    it('is the same for the same secret and key, also after a restart', () => {
      expect(withKey('key').digest(secret)).to.equal(withKey('key').digest(secret));
    });

    it('is another for another secret', () => {
      const { digest } = withKey('key');
      const digests = times(1_000).map((turn) => digest(String(turn)));
      expect(new Set(digests).size).to.equal(1_000);
    });

    it('is another under another key', () => {
      expect(withKey('key').digest(secret)).to.not.equal(withKey('another key').digest(secret));
    });

    it('is at most 64 characters, and does not show the secret', () => {
      for (const text of [secret, '1234', 's'.repeat(1_000)]) {
        const digest = withKey('key').digest(text);
        expect(digest).to.have.lengthOf.within(16, 64);
        expect(digest).to.not.contain(text);
      }
    });
  });
}
