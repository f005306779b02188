// The walls: imports point inwards, from package to package and from layer to layer, and never in a circle.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { packages, readManifest, root } from '../workspace.mjs';
import { circles } from './circles.mjs';
import { LAYERS, LAYERS_FOR_TESTS, LAYERS_WITHOUT_CLOCK, ONLY_IN_SERVER, rulesOf } from './layers.mjs';
import { readSources, resolveRelative } from './sources.mjs';

const manifests = new Map(packages.map(readManifest).map((manifest) => [manifest.name, manifest]));
const layerOf = (file) => LAYERS.find((layer) => file.startsWith(layer.in));
const packageOf = (specifier) => specifier.match(/^(@[^/]+\/[^/]+|[^/]+)/)[0];
const matches = (list, specifier) =>
  (list ?? []).some((one) => (one instanceof RegExp ? one.test(specifier) : one === specifier));

/** Why a source may not import a file of its own package, if so. */
const acrossLayers = (source, to) => {
  const target = resolveRelative(source.file, to);
  if (!target.startsWith(`${source.folder}/src/`)) return 'leaves its package: import a package by its name';
  const [own, other] = [layerOf(source.file), layerOf(target)];
  if (!own || own.mayImport.includes(other.name)) return null;
  if (source.isTest && LAYERS_FOR_TESTS.includes(other.name)) return null;
  return `${own.name} may not import ${other.name}`;
};

/** Why a source may not import a package of Kith, if so. */
const acrossPackages = (source, to) => {
  const { name } = source.manifest;
  const rules = rulesOf(name);
  if (!matches(rules.kith, to) && !(source.isTest && matches(rules.forTests, to)))
    return `${name} may not import it`;
  const subpath = to.slice(packageOf(to).length);
  if (!(`.${subpath}` in manifests.get(packageOf(to)).exports)) return 'is not exported by that package';
  return undeclared(source, to);
};

/** Why a source may not import something from outside, if so. */
const fromOutside = (source, to) => {
  const { name } = source.manifest;
  const rules = rulesOf(name);
  const allowed = rules.outside || (source.isTest && matches(rules.outsideForTests, packageOf(to)));
  if (!allowed) return `${name} imports nothing from outside`;
  if (ONLY_IN_SERVER.includes(packageOf(to)) && name !== '@kith/server')
    return 'belongs to @kith/server alone';
  return isBuiltin(to) ? null : undeclared(source, to);
};

const undeclared = ({ manifest, isTest }, to) => {
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  const declared = { ...dependencies, ...optionalDependencies, ...(isTest ? devDependencies : {}) };
  return packageOf(to) in declared ? null : `is not declared in the package.json of ${manifest.name}`;
};

const crossing = (source, to) => {
  if (to.startsWith('.')) return acrossLayers(source, to);
  if (manifests.has(packageOf(to))) return acrossPackages(source, to);
  return fromOutside(source, to);
};

const crossings = (sources) =>
  sources.flatMap((source) =>
    source.imports.flatMap(({ to, line }) => {
      const why = crossing(source, to);
      return why ? [`${source.file}:${line}  '${to}': ${why}`] : [];
    }),
  );

/** Things that would bring the outside in without an import. */
const smuggled = (sources) =>
  sources.flatMap((source) => [
    ...(source.references ? [`${source.file}  a /// <reference> brings in types that nothing declares`] : []),
    ...(!source.isTest && LAYERS_WITHOUT_CLOCK.includes(layerOf(source.file)?.name)
      ? source.clocks.map((line) => `${source.file}:${line}  time and chance come in through ports`)
      : []),
  ]);

const DEPENDENCY_KINDS = ['dependencies', 'peerDependencies', 'optionalDependencies'];

const declarations = ([name, manifest]) =>
  DEPENDENCY_KINDS.flatMap((kind) => Object.keys(manifest[kind] ?? {})).flatMap((dependency) => {
    const rules = rulesOf(name);
    const allowed = manifests.has(dependency) ? matches(rules.kith, dependency) : rules.outside;
    const misplaced = ONLY_IN_SERVER.includes(dependency) && name !== '@kith/server';
    return allowed && !misplaced ? [] : [`${name} may not depend on ${dependency}`];
  });

/** The compiler shows core no global of Node or of a browser: `process` and `Buffer` do not compile there. */
const globalsOfCore = () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'packages/core/tsconfig.json'), 'utf8'));
  return compilerOptions.types?.length === 0 && !compilerOptions.lib
    ? []
    : ['packages/core/tsconfig.json  core is compiled with `types: []` and the language itself'];
};

export const walls = async () => {
  const sources = readSources();
  const found = [
    ...[...manifests].flatMap(declarations),
    ...globalsOfCore(),
    ...crossings(sources),
    ...smuggled(sources),
    ...circles(sources).map((path) => `a circle of imports: ${path.join(' -> ')}`),
  ];
  if (found.length > 0) throw Object.assign(new Error('a wall is crossed'), { output: found.join('\n') });
  return `${sources.length} sources`;
};
