import type { IdCodec, ReadSession, UnitOfWork } from '@kith/core';
import { StartError } from '../start-error.js';
import { UsageError } from '../usage-error.js';
import { allSubjects, onePage, type Pages } from './pages.js';
import { readSubject, type Subject, subjectOf } from './subject.js';

/** What is to be compared, with ids and positions as they were typed. */
export type Scope =
  | { readonly kind: Subject['kind']; readonly id: string }
  | { readonly kind: 'all'; readonly after: string | undefined };

/** What to walk over, and how. */
export interface Route {
  readonly isAll: boolean;
  readonly after: Subject | null;
  readonly patienceMs: number;
  /** @throws StartError when there is no such subject */
  pages(unitOfWork: UnitOfWork): Promise<Pages>;
}

const patienceForAllMs = 5 * 60_000;

/** @throws UsageError when an id or a position is none */
export function readRoute(scope: Scope, idCodec: IdCodec): Route {
  if (scope.kind === 'all') {
    const after = scope.after === undefined ? null : readSubject(scope.after, idCodec);
    if (after === null && scope.after !== undefined)
      throw new UsageError(`${scope.after} is not a position, such as user:<id>.`);
    return {
      isAll: true,
      after,
      patienceMs: patienceForAllMs,
      pages: async (unitOfWork) => allSubjects(unitOfWork, after),
    };
  }
  const subject = subjectOf(scope.kind, scope.id, idCodec);
  if (!subject) throw new UsageError(`${scope.id} is not an id.`);
  return {
    isAll: false,
    after: null,
    // Whoever asks about one waits for the answer, and can ask again.
    patienceMs: 0,
    async pages({ read }) {
      const found = await read((session) => isThere(session, subject), { latest: true });
      if (!found) throw new StartError(`There is no ${subject.kind} ${scope.id}.`);
      return onePage(subject);
    },
  };
}

const isThere = async ({ users, groups }: ReadSession, subject: Subject): Promise<boolean> =>
  (subject.kind === 'user' ? await users.find(subject.id) : await groups.find(subject.id)) !== null;
