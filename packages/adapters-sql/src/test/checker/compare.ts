import type { CacheContents } from '@kith/testing';

/** Rows of a copy that are not as they are in another, of either. */
export interface Difference {
  readonly rows: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** @param fresh what a copy should be */
export function compare(copy: CacheContents, fresh: CacheContents): Difference {
  const [got, wanted] = [textsOf(copy), textsOf(fresh)];
  return {
    rows: wanted.size,
    missing: [...wanted].filter((text) => !got.has(text)),
    extra: [...got].filter((text) => !wanted.has(text)),
  };
}

const textsOf = (contents: CacheContents): Set<string> =>
  new Set(
    Object.entries(contents).flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row)}`)),
  );
