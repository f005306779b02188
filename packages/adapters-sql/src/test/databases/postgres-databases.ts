import { databaseName, databaseUrl, freshName } from './database-url.js';
import { queryOnce } from './postgres-cluster.js';

/**
 * Makes a database, empty or as a copy of another, to which nobody may be connected.
 *
 * @param url of any database of the server, as a user who may create some
 * @param template the URL of the other
 * @returns the URL of the new one
 */
export async function createPostgresDatabase(url: string, template?: string): Promise<string> {
  const name = freshName();
  const copied = template === undefined ? '' : ` template "${databaseName(template)}"`;
  await queryOnce(url, `create database "${name}"${copied}`);
  return databaseUrl(url, name);
}

/** Drops a database, whoever is connected to it. */
export async function dropPostgresDatabase(url: string, server: string): Promise<void> {
  await queryOnce(server, `drop database if exists "${databaseName(url)}" with (force)`);
}
