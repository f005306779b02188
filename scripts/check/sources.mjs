// Every source of the packages, with everything it imports: by statement, by `import()`, by `import("...").Type`, by `require`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { packages, readManifest, root } from '../workspace.mjs';

const SOURCE_OF_IMPORT = {
  ImportDeclaration: (node) => node.source,
  ExportNamedDeclaration: (node) => node.source,
  ExportAllDeclaration: (node) => node.source,
  ImportExpression: (node) => node.source,
  TSImportType: (node) => node.source,
  TSExternalModuleReference: (node) => node.expression,
  CallExpression: (node) => (/^(require|resolve)$/.test(nameOf(node.callee)) ? node.arguments[0] : null),
};

const nameOf = (callee) => callee.name ?? callee.property?.name ?? '';

const GLOBAL_CLOCKS = {
  MemberExpression: (node) =>
    ['Date.now', 'Math.random'].includes(`${node.object.name}.${node.property.name}`),
  NewExpression: (node) => node.callee.name === 'Date' && node.arguments.length === 0,
};

const walk = (node, visit) => {
  if (typeof node?.type === 'string') visit(node);
  for (const child of Object.values(node))
    if (child !== null && typeof child === 'object') walk(child, visit);
};

/** @returns the imports and the uses of global time and chance in a text, each with its line */
const read = (file, text) => {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const lineAt = (offset) => text.slice(0, offset).split('\n').length;
  const imports = [];
  const clocks = [];
  walk(program, (node) => {
    const source = SOURCE_OF_IMPORT[node.type]?.(node);
    if (typeof source?.value === 'string') imports.push({ to: source.value, line: lineAt(node.start) });
    if (GLOBAL_CLOCKS[node.type]?.(node)) clocks.push(lineAt(node.start));
  });
  return { imports, clocks, references: /^\s*\/\/\/\s*<reference/m.test(text) };
};

const filesIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : /\.[cm]?tsx?$/.test(entry.name) ? [path] : [];
  });

/** The file a relative import names, as a path below the root. */
export const resolveRelative = (from, to) => posix.join(dirname(from), to).replace(/\.js$/, '.ts');

export const readSources = () =>
  packages.flatMap((folder) => {
    const manifest = readManifest(folder);
    return filesIn(`${folder}/src`).map((file) => ({
      file,
      folder,
      manifest,
      isTest: file.endsWith('.test.ts') || file.startsWith(`${folder}/src/test/`),
      ...read(file, readFileSync(join(root, file), 'utf8')),
    }));
  });
