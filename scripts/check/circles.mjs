// Circles among the files of a package, those of types included.
import { resolveRelative } from './sources.mjs';

/** @returns each circle found, as the files along it, the first again at the end */
export const circles = (sources) => {
  const importsOf = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports.filter(({ to }) => to.startsWith('.')).map(({ to }) => resolveRelative(file, to)),
    ]),
  );
  const found = [];
  const done = new Set();
  const visit = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of importsOf.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of importsOf.keys()) visit(file, []);
  return found;
};
