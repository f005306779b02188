// The documents and sources of the repository, and what the tests of the docs read from them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/workspace.mjs';

export const read = (file) => readFileSync(join(root, file), 'utf8');
export const exists = (file) => existsSync(join(root, file));

/** All files that git knows or would take, relative to the root. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && exists(file));

export const documents = files.filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/'));
export const sources = files.filter(
  (file) => /\.(ts|mjs|json|yaml)$/.test(file) && file !== 'pnpm-lock.yaml',
);

const fence = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a document. `file` is what follows the language, as in "```js examples/embed.mjs". */
export const blocksOf = (document) =>
  [...read(document).matchAll(fence)].map(([, language, file, text]) => ({ document, language, file, text }));

/** A document's text without its fenced blocks, in which `#` and `[` mean something else. */
export const proseOf = (document) => read(document).replaceAll(fence, '');

export const headingsOf = (document) =>
  [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.replaceAll('`', ''));

/** What GitHub makes of a heading. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

/** The rows of each table that begins with the header given, cells as text; the header's own row is left out. */
export const tablesIn = (document, header) => {
  const lines = read(document).split('\n');
  const starts = lines.flatMap((line, index) => (line === header ? [index] : []));
  if (starts.length === 0) throw new Error(`${document} has no table ${header}`);
  return starts.map((start) => {
    const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
    return lines.slice(start + 2, start + length).map(cellsOf);
  });
};

export const tableIn = (document, header) => tablesIn(document, header)[0];

const cellsOf = (line) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('**', ''));
