// Of which the benches are made: parts of Kith's packages and of their tests, as compiled.
const sql = new URL('../packages/adapters-sql/', import.meta.url);
const test = (file) => import(new URL(`dist-test/test/${file}`, sql));

export const { openSqlStore } = await import(new URL('dist/index.js', sql));
export const { sqliteDriver } = await import(new URL('dist/sqlite/client.js', sql));
export const { startPostgres } = await test('databases/postgres-server.js');
export const { startMariadb } = await test('databases/mariadb-server.js');
export const scale = {
  ...(await test('scale/explained.js')),
  ...(await test('scale/plan.js')),
  ...(await test('scale/requests.js')),
  ...(await test('scale/seed.js')),
  ...(await test('scale/size.js')),
};
export const { createUseCases, noVersion } = await import('../packages/core/dist/index.js');
export const { inMemoryPasswordHasher, inMemoryPorts } = await import(
  '../packages/core/dist/in-memory/index.js'
);
export const { builders } = await import('../packages/testing/dist/index.js');

export const clock = { now: () => Date.now() };
export const random = { fraction: Math.random };

export const { argon2Hasher } = await import('../packages/server/dist/index.js');
