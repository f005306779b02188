import { createConnection } from 'mysql2/promise';
import { databaseName, databaseUrl, freshName } from './database-url.js';

/** Runs a statement on a connection of its own. */
export async function mysqlQueryOnce<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query(text, [...values]);
    return rows as Row[];
  } finally {
    await connection.end();
  }
}

/**
 * Makes an empty database, with the server's own character set, whichever that is.
 *
 * @param url of any database of the server, as a user who may create some
 * @returns the URL of the new one
 */
export async function createMysqlDatabase(url: string): Promise<string> {
  const name = freshName();
  await mysqlQueryOnce(url, `create database \`${name}\``);
  return databaseUrl(url, name);
}

/** Drops a database; waits for transactions that still hold its tables. */
export async function dropMysqlDatabase(url: string, server: string): Promise<void> {
  await mysqlQueryOnce(server, `drop database if exists \`${databaseName(url)}\``);
}
