import type { SelectStatement } from '../select-statement.js';
import { type Arm, type Section, sections } from './sections.js';

/** What the statements of the sync need to know of a database. */
export interface SyncDialect {
  /** SQL for all rows of a query as one JSON array of arrays, `[]` if there are none. */
  jsonRows(columns: string): string;
  /** A query of one row: what the clock shows to a snapshot, its `horizon` among it. `:since` and `:era` are the client's. */
  readonly clock: string;
}

export interface SyncStatements {
  /** What is news, up to the effective version `:upTo`; of each section `:most` rows at most. */
  readonly news: SelectStatement;
  /**
   * Where a page ends, as `ends_at`: with the version of its row number `:skip` + 1. Null when the rest fits. Rows above the
   * horizon come again anyhow: a page that ended among them would not get on.
   */
  readonly pageEnd: SelectStatement;
  /** Part of a section: `:most` rows after the key `:after`, in the order of keys. */
  readonly after: Readonly<Record<KeyedSection, SelectStatement>>;
  /** Part of the members: those of my groups from `:first` to `:last`. */
  readonly membersBetween: SelectStatement;
}

/** A section with a row for each key. */
export type KeyedSection = 'blocks' | 'friends' | 'memberships';

/** For each database once; the text of a name never changes. */
export function syncStatements({ jsonRows, clock }: SyncDialect): SyncStatements {
  const allOf = (section: Section, rows: string) =>
    `(select ${jsonRows(namesIn(section))} from (${rows}) as found)`;
  const part = (section: Section, range: string, rest: string) =>
    `select ${allOf(section, `${rowsOf(section, () => range)} ${rest}`)} as found`;
  const after = (name: KeyedSection): SelectStatement => {
    const { key, columns } = sections[name];
    const rest = `order by ${nameOf(columns[0])} limit :most`;
    return { name: `kith_sync_${name}_after`, sql: part(sections[name], `${key} > :after`, rest) };
  };
  const upTo = ({ effective }: Arm) => `${effective} <= :upTo`;

  return {
    news: {
      name: 'kith_sync_news',
      sql: `
with clock as (${clock})
select clock.*,
  ${Object.entries(sections)
    .map(([name, section]) => `${allOf(section, `${rowsOf(section, upTo)} limit :most`)} as ${name}`)
    .join(',\n  ')}
from clock`,
    },
    pageEnd: {
      name: 'kith_sync_page_end',
      sql: `
with clock as (${clock}),
news as (${Object.values(sections).map(versionsOf).join('\n  union all')}),
nth as (select effective from news order by effective limit 1 offset :skip)
select clock.*, (
  select nth.effective from nth
  where nth.effective < clock.horizon and exists (select * from news where news.effective > nth.effective)) as ends_at
from clock`,
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

/** @param and a condition beside what makes it news */
const rowsOf = ({ columns, join, arms }: Section, and: (arm: Arm) => string): string =>
  arms
    .map(
      (arm) => `
    select ${columns.join(', ')} from ${arm.from} ${join}
    where ${arm.where} and ${and(arm)}`,
    )
    .join('\n    union all');

const versionsOf = ({ arms }: Section): string =>
  arms
    .map(({ effective, from, where }) => `\n  select ${effective} as effective from ${from} where ${where}`)
    .join('\n  union all');
