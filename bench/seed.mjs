// `npm run bench:seed`: a social network of production size in PostgreSQL, and what each request reads in it.
import { parseArgs } from 'node:util';
import { inMemoryPasswordHasher, scale, startPostgres } from './parts.mjs';
import { plans } from './scenarios/plans.mjs';
import { sizeOf, usersUnlessGiven, whatASizeIs } from './size.mjs';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: usersUnlessGiven },
    db: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const size = sizeOf(values.users);
if (!size) {
  console.error(whatASizeIs);
  process.exit(2);
}

const server = values.db ? null : await startPostgres();
try {
  const db = values.db ?? (await server.createDatabase());
  const passwordHash = await inMemoryPasswordHasher().hash(scale.password);
  await scale.seedPostgres({ ...size, url: db, passwordHash, log: console.log });
  console.log('');
  await plans({ ...size, db });
  if (server && values.keep) {
    console.log(`\n${db}\nIt is there until this process is ended, by Ctrl-C.`);
    await new Promise((resolve) => {
      const alive = setInterval(() => {}, 60_000);
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(clearInterval(alive)));
    });
  }
} finally {
  await server?.stop();
}
