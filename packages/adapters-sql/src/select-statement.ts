import type { Knex } from 'knex';

/** A SELECT written by hand. `:name` stands for a value in it, `:name:` for an identifier. */
export interface SelectStatement {
  /** By which a driver that can keeps it prepared: one name, one text. */
  readonly name: string;
  readonly sql: string;
}

export type SelectValues = Readonly<Record<string, Knex.Value>>;
