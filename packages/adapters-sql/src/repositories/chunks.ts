/** Well below what any database takes as bindings of one statement. */
const chunkSize = 1_000;

/** A long list of ids, as parts that fit one statement each. */
export function* chunksOf<Id>(ids: readonly Id[]): Generator<readonly Id[]> {
  for (let start = 0; start < ids.length; start += chunkSize) yield ids.slice(start, start + chunkSize);
}

/** Asks for a long list of ids in several statements, in the order given. */
export async function inChunks<Id, Row>(
  ids: readonly Id[],
  ask: (chunk: readonly Id[]) => PromiseLike<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(ids)) rows.push(...(await ask(chunk)));
  return rows;
}
