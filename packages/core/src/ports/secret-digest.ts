/** Keyed, one-way: what a stored secret is looked up or compared by. */
export interface SecretDigest {
  /** The same text gives the same digest, at most 64 characters, as long as the key is the same. */
  digest(secret: string): string;
}
