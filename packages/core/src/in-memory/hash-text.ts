const primes = [0x85eb_ca6b, 0xc2b2_ae35, 0x27d4_eb2f, 0x1656_67b1] as const;

/** Tells texts apart, 32 hex digits. No secret is safe behind it: it stands in for a real hash in tests. */
export const hashText = (text: string): string =>
  primes.map((prime) => mix(text, prime).toString(16).padStart(8, '0')).join('');

function mix(text: string, prime: number): number {
  let hash = prime ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), prime);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
