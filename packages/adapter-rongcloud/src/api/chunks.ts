/** Parts of at most `size`, in order. */
export function* chunks<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

/** One after another: a call takes only so many ids. */
export async function eachChunk<T>(
  all: readonly T[],
  size: number,
  work: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (const part of chunks(all, size)) await work(part);
}
