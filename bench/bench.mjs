// `npm run bench`: the scenarios named, or those that need nothing.
import { parseArgs } from 'node:util';
import { databases } from './scenarios/databases.mjs';
import { http } from './scenarios/http.mjs';
import { large } from './scenarios/large.mjs';
import { plans } from './scenarios/plans.mjs';
import { sizeOf, usersUnlessGiven, whatASizeIs } from './size.mjs';

const SCENARIOS = { databases, http, large, plans };
const usage = `npm run bench -- [databases] [http] [--seconds 2]
npm run bench -- large [--engine sqlite | postgresql | mariadb]
npm run bench -- plans --db <URL that bench:seed has filled> [--users 100000]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '2' },
    db: { type: 'string' },
    engine: { type: 'string' },
    users: { type: 'string', default: usersUnlessGiven },
  },
});
const names = positionals.length > 0 ? positionals : ['databases', 'http'];
const seconds = Number(values.seconds);
const size = sizeOf(values.users);
const isWrong =
  size === null ||
  names.some((name) => !(name in SCENARIOS)) ||
  !(seconds > 0) ||
  (names.includes('plans') && !values.db);
if (isWrong) {
  console.error(size ? usage : whatASizeIs);
  process.exit(2);
}

for (const name of names) {
  console.log(`\n== ${name}`);
  await SCENARIOS[name]({ ...size, seconds, db: values.db, engine: values.engine });
}
