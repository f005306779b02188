import type { SelectStatement } from '../select-statement.js';
import { type Section, sections } from './sections.js';

/** What the statements of the sync need to know of a database. */
export interface SyncDialect {
  /** SQL for all rows of a query as one JSON array of arrays, `[]` if there are none. */
  jsonRows(columns: string): string;
  /** A query of one row: what the clock shows to a snapshot, its `horizon` among it. `:since` and `:era` are the client's. */
  readonly clock: string;
  /** It runs a query of a `with` anew wherever it is named. */
  readonly repeatsQueries?: boolean;
}

export interface SyncStatements {
  /** Everything that is news, of each section `:most` rows at most. */
  readonly whole: SelectStatement;
  /** The version that a page ends with, if it is asked in advance: it is `:end` of the page then. */
  readonly pageEnd?: SelectStatement;
  /** The first rows of everything that is news, `:skip` + 1 of them, and all that share the version of the last. */
  readonly page: SelectStatement;
  /** Part of a section: `:most` rows after the key `:after`, in the order of keys. */
  readonly after: Readonly<Record<KeyedSection, SelectStatement>>;
  /** Part of the members: those of my groups from `:first` to `:last`. */
  readonly membersBetween: SelectStatement;
}

/** A section with a row for each key. */
export type KeyedSection = 'blocks' | 'friends' | 'memberships';

/** For each database once; the text of a name never changes. */
export function syncStatements({ jsonRows, clock, repeatsQueries = false }: SyncDialect): SyncStatements {
  const allOf = (section: Section, rows: string) =>
    `(select ${jsonRows(namesIn(section))} from (${rows}) as found)`;
  const each = (sqlOf: (section: Section) => string) =>
    Object.entries(sections)
      .map(([name, section]) => `${allOf(section, sqlOf(section))} as ${name}`)
      .join(',\n  ');

  const part = (section: Section, range: string, rest: string) =>
    `select ${allOf(section, `${rowsOf(section, { and: range })} ${rest}`)} as found`;
  const after = (name: KeyedSection): SelectStatement => {
    const { key, columns } = sections[name];
    return {
      name: `kith_sync_${name}_after`,
      sql: part(sections[name], `${key} > :after`, `order by ${nameOf(columns[0])} limit :most`),
    };
  };

  const end = `
clock as (${clock}),
news as (${Object.values(sections).map(versionsOf).join('\n  union all\n')}),
nth as (select effective from news order by effective limit 1 offset :skip),
-- No end: the rest fits. Rows above the horizon come again anyhow; a page that ended among them would not get on.
page as (
  select max(nth.effective) as ends_at from nth, clock
  where nth.effective < clock.horizon and exists (select * from news where news.effective > nth.effective))`;
  const pageUpTo = (queries: string, endsAt: string) => `
${queries}
select clock.*, ${endsAt} as ends_at,
  ${each((section) => rowsOf(section, { upTo: `coalesce(${endsAt}, ${forever})` }))}
from clock`;

  return {
    whole: {
      name: 'kith_sync',
      sql: `
with clock as (${clock})
select clock.*,
  ${each((section) => `${rowsOf(section)} limit :most`)}
from clock`,
    },
    ...(repeatsQueries && { pageEnd: { name: 'kith_sync_page_end', sql: `with ${end} select * from page` } }),
    page: {
      name: 'kith_sync_page',
      sql: repeatsQueries
        ? pageUpTo(`with clock as (${clock})`, ':end')
        : pageUpTo(`with ${end}`, '(select ends_at from page)'),
    },
    after: { blocks: after('blocks'), friends: after('friends'), memberships: after('memberships') },
    membersBetween: {
      name: 'kith_sync_members_between',
      sql: part(sections.members, 'mine.group_id between :first and :last', ''),
    },
  };
}

/** Above all versions; a number that every part of the way holds. */
export const forever = 2 ** 53;

const nameOf = (column: string): string => column.split('.').at(-1) ?? column;
const namesIn = ({ columns }: Section): string => columns.map(nameOf).join(', ');

interface Condition {
  /** Beside what makes it news. */
  readonly and?: string;
  /** The greatest effective version wanted. */
  readonly upTo?: string;
}

const rowsOf = ({ columns, join, arms }: Section, { and, upTo }: Condition = {}): string =>
  arms
    .map(({ effective, from, where }) => {
      const conditions = [where, ...(and ? [and] : []), ...(upTo ? [`${effective} <= ${upTo}`] : [])];
      return `\n    select ${columns.join(', ')} from ${from} ${join}\n    where ${conditions.join(' and ')}`;
    })
    .join('\n    union all');

const versionsOf = ({ arms }: Section): string =>
  arms
    .map(({ effective, from, where }) => `\n    select ${effective} as effective from ${from} where ${where}`)
    .join('\n    union all');
