import type { ReadSession, UnitOfWork } from '@kith/core';
import type { Subject } from './subject.js';

/** Subjects to be compared, in order, some at a time. */
export type Pages = AsyncIterable<readonly Subject[]>;

/** So that 100,000 users are never in memory at once. */
const pageSize = 200;

export async function* onePage(subject: Subject): AsyncGenerator<readonly Subject[]> {
  yield [subject];
}

/** All groups by rising id, dismissed ones too, then all users; those after `after`. */
export async function* allSubjects(
  { read }: Pick<UnitOfWork, 'read'>,
  after: Subject | null,
): AsyncGenerator<readonly Subject[]> {
  const page = <Id>(work: (session: ReadSession) => Promise<Id>) => read(work, { latest: true });

  let group = after?.kind === 'group' ? after.id : null;
  while (after?.kind !== 'user') {
    const ids = await page(({ groups }) => groups.idsAfter(group, pageSize));
    if (ids.length === 0) break;
    yield ids.map((id) => ({ kind: 'group', id }));
    group = ids.at(-1) ?? group;
  }

  let user = after?.kind === 'user' ? after.id : null;
  for (;;) {
    const ids = await page(({ users }) => users.idsAfter(user, pageSize));
    if (ids.length === 0) return;
    yield ids.map((id) => ({ kind: 'user', id }));
    user = ids.at(-1) ?? user;
  }
}
