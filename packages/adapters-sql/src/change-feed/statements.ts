import type { SelectStatement } from '../select-statement.js';
import { type Arm, type Section, sections } from './sections.js';

/** What the statements of the sync need to know of a database. */
export interface SyncDialect {
  /** SQL for all rows of a query as one JSON array of arrays, `[]` if there are none. */
  jsonRows(columns: string): string;
  /** A query of one row: what the clock shows to a snapshot, its `horizon` among it. `:since` and `:era` are the client's. */
  readonly clock: string;
}

/**
 * What a sync asks. How many rows of a section are read at once is written into the text: SQLite would parse and plan a
 * statement anew each time, if that were one of its values.
 */
export interface SyncStatements {
  /** What is news; of each section one row more than are read at once, where there are more. */
  readonly news: SelectStatement;
  /**
   * Where a page ends, as `ends_at`: with the version of its row number `:skip` + 1. Null when the rest fits. Rows above the
   * horizon come again anyhow: a page that ended among them would not get on.
   */
  readonly pageEnd: SelectStatement;
  /** What is news, up to the effective version `:upTo`. */
  readonly page: SelectStatement;
  /** Part of a section: the rows after the key `:after`, in the order of keys, as many as are read at once. */
  readonly after: Readonly<Record<KeyedSection, SelectStatement>>;
  /** Part of the members: those of my groups from `:first` to `:last`. */
  readonly membersBetween: SelectStatement;
}

/** A section with a row for each key. */
export type KeyedSection = 'blocks' | 'friends' | 'memberships';

/** @returns the statements for so many rows at once, in one database's SQL: the same for the same number */
export function syncStatements(dialect: SyncDialect): (most: number) => SyncStatements {
  const known = new Map<number, SyncStatements>();
  return (most) => {
    const statements = known.get(most) ?? statementsFor(dialect, most);
    known.set(most, statements);
    return statements;
  };
}

function statementsFor({ jsonRows, clock }: SyncDialect, most: number): SyncStatements {
  const allOf = (section: Section, rows: string) =>
    `(select ${jsonRows(namesIn(section))} from (${rows}) as found)`;
  const allSections = (rows: (section: Section) => string) => `
with clock as (${clock})
select clock.*,
  ${Object.entries(sections)
    .map(([name, section]) => `${allOf(section, rows(section))} as ${name}`)
    .join(',\n  ')}
from clock`;
  const after = (name: KeyedSection): SelectStatement => {
    const { key, columns } = sections[name];
    const rows = `${rowsOf(sections[name], () => `${key} > :after`)} order by ${nameOf(columns[0])} limit ${most}`;
    return { name: `kith_sync_${name}_after_${most}`, sql: `select ${allOf(sections[name], rows)} as found` };
  };
  const between = () => 'mine.group_id between :first and :last';

  return {
    news: {
      name: `kith_sync_news_${most}`,
      sql: allSections((section) => `${rowsOf(section)} limit ${most + 1}`),
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
    page: {
      name: 'kith_sync_page',
      sql: allSections((section) => rowsOf(section, ({ effective }) => `${effective} <= :upTo`)),
    },
    after: { blocks: after('blocks'), friends: after('friends'), memberships: after('memberships') },
    membersBetween: {
      name: 'kith_sync_members_between',
      sql: `select ${allOf(sections.members, rowsOf(sections.members, between))} as found`,
    },
  };
}

/** Above all versions; a number that every part of the way holds. */
export const forever = 2 ** 53;

const nameOf = (column: string): string => column.split('.').at(-1) ?? column;
const namesIn = ({ columns }: Section): string => columns.map(nameOf).join(', ');

/** @param and a condition beside what makes it news */
const rowsOf = ({ columns, join, arms }: Section, and?: (arm: Arm) => string): string =>
  arms
    .map((arm) => {
      const where = and ? `${arm.where} and ${and(arm)}` : arm.where;
      return `\n    select ${columns.join(', ')} from ${arm.from} ${join}\n    where ${where}`;
    })
    .join('\n    union all');

const versionsOf = ({ arms }: Section): string =>
  arms
    .map(({ effective, from, where }) => `\n  select ${effective} as effective from ${from} where ${where}`)
    .join('\n  union all');
