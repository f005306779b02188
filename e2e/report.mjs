// The table of docs/im.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const page = new URL('../docs/im.md', import.meta.url);
const [begin, end] = ['<!-- e2e -->', '<!-- /e2e -->'];
const columns = {
  RongCloud: ({ name, says }) => `${name}: ${says}`,
  walks: ({ walks }) => walks,
  requests: ({ requests }) => requests,
  failed: ({ failed }) => failed,
  'median, ms': ({ p50 }) => p50.toFixed(0),
  'p99, ms': ({ p99 }) => p99.toFixed(0),
  'p99 to healthy': ({ p99, healthy }) => (p99 / healthy).toFixed(2),
  'token: median, max, ms': ({ token }) => `${token.p50.toFixed(0)}, ${token.max.toFixed(0)}`,
  'messages due': ({ messages }) => messages,
  heard: ({ said }) => said,
  'heard twice': ({ doubled }) => doubled,
  'dead letters': ({ dead }) => dead,
  lost: ({ lost }) => lost,
  'recovered in, s': ({ recovery }) => recovery.toFixed(1),
  differences: ({ differences }) => differences,
};

export const rowOf = (row, healthy) =>
  `| ${Object.values(columns)
    .map((cell) => cell({ ...row, healthy }))
    .join(' | ')} |`;

/** Writes the rows between its two marks. */
export function fill(rows) {
  const text = readFileSync(page, 'utf8');
  const names = Object.keys(columns);
  const table = [`| ${names.join(' | ')} |`, `|${' --- |'.repeat(names.length)}`, ...rows].join('\n');
  const [head, rest] = text.split(begin);
  const tail = rest.split(end)[1];
  const machine = `Node ${process.version}, ${cpus().length} cores.`;
  writeFileSync(page, `${head}${begin}\n${table}\n\n${machine}\n${end}${tail}`);
}
