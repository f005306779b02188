// One crossing for each wall: what is planted, and the file and words that the check must then name.
const CORE = 'packages/core/src';

const source = (file, text, says) => ({ file, plant: { [file]: `${text}\n` }, says });
const dependency = (folder, name, says) => ({ file: name, declares: { folder, name }, says });

/** Found by the step `walls`. */
const WALLS = {
  'domain imports nothing but itself': source(
    `${CORE}/domain/planted-ports.ts`,
    "import '../ports/clock.js';",
    'domain may not import ports',
  ),
  'ports import no use case': {
    ...source(
      `${CORE}/ports/planted-use-case.ts`,
      "export * from '../application/planted-use-case.js';",
      'ports may not import application',
    ),
    also: { [`${CORE}/application/planted-use-case.ts`]: 'export const planted = 1;\n' },
  },
  'a use case knows no in-memory twin': source(
    `${CORE}/application/planted-twin.ts`,
    "import '../in-memory/index.js';",
    'application may not import in-memory',
  ),
  'a type counts as an import': source(
    `${CORE}/domain/planted-type.ts`,
    "export type Planted = import('../ports/clock.js').Clock;",
    'domain may not import ports',
  ),
  'a dynamic import counts': source(
    `${CORE}/domain/planted-dynamic.ts`,
    "export const planted = () => import('../ports/clock.js');",
    'domain may not import ports',
  ),
  'a require counts': source(
    `${CORE}/domain/planted-require.ts`,
    "export const planted = require('node:fs');",
    '@kith/core imports nothing from outside',
  ),
  'core imports nothing of Node': source(
    `${CORE}/application/planted-node.ts`,
    "import { randomUUID } from 'node:crypto';",
    '@kith/core imports nothing from outside',
  ),
  'core imports no package': source(
    `${CORE}/in-memory/planted-package.ts`,
    "import 'chai';",
    '@kith/core imports nothing from outside',
  ),
  'core declares no dependency': dependency('core', 'zod', '@kith/core may not depend on zod'),
  'core is compiled without the types of Node': {
    file: 'packages/core/tsconfig.json',
    plant: { 'packages/core/tsconfig.json': '{ "compilerOptions": { "types": ["node"] } }' },
    says: 'types: []',
  },
  'core brings in no types by reference': source(
    `${CORE}/domain/planted-reference.ts`,
    '/// <reference types="node" />\nexport const planted = process.env;',
    'brings in types that nothing declares',
  ),
  'core takes the time from a port': source(
    `${CORE}/domain/planted-time.ts`,
    'export const planted = Date.now();',
    'time and chance come in through ports',
  ),
  'core takes chance from a port': source(
    `${CORE}/application/planted-chance.ts`,
    'export const planted = Math.random();',
    'time and chance come in through ports',
  ),
  'an adapter imports no other adapter': source(
    'packages/adapter-koa/src/planted-adapter.ts',
    "import '@kith/adapters-sql';",
    '@kith/adapter-koa may not import it',
  ),
  'an adapter declares no other adapter': dependency(
    'adapter-sms',
    '@kith/adapter-koa',
    '@kith/adapter-sms may not depend on @kith/adapter-koa',
  ),
  'an adapter uses the test suites in its tests alone': source(
    'packages/adapters-sql/src/planted-testing.ts',
    "import '@kith/testing';",
    '@kith/adapters-sql may not import it',
  ),
  'nothing imports below the surface of a package': source(
    'packages/server/src/planted-deep.ts',
    "import '@kith/core/dist/index.js';",
    '@kith/server may not import it',
  ),
  'nothing reaches into the folder of another package': source(
    'packages/server/src/planted-reach.ts',
    "import '../../core/src/index.js';",
    'import a package by its name',
  ),
  'nothing imports a package that it does not declare': source(
    'packages/adapter-sms/src/planted-undeclared.ts',
    "import 'koa';",
    'is not declared in the package.json of @kith/adapter-sms',
  ),
  'only the server imports the container': source(
    'packages/adapter-koa/src/planted-container.ts',
    "import 'inversify';",
    'belongs to @kith/server alone',
  ),
  'only the server declares the container': dependency(
    'adapter-koa',
    'inversify',
    '@kith/adapter-koa may not depend on inversify',
  ),
  'there is no circle of imports': {
    ...source(
      'packages/server/src/planted-circle-a.ts',
      "import './planted-circle-b.js';",
      'a circle of imports',
    ),
    also: { 'packages/server/src/planted-circle-b.ts': "import './planted-circle-a.js';\n" },
  },
  'there is no circle of types': {
    ...source(
      `${CORE}/domain/planted-types-a.ts`,
      "export type { B as A } from './planted-types-b.js';",
      'a circle of imports',
    ),
    also: {
      [`${CORE}/domain/planted-types-b.ts`]:
        "import type { A } from './planted-types-a.js';\nexport type B = A;\n",
    },
  },
};

/** Found by the step `types`. */
const TYPES = {
  'core sees no process': source(
    `${CORE}/domain/planted-process.ts`,
    'export const planted: unknown = process.env;',
    "'process'",
  ),
  'core sees no Buffer': source(
    `${CORE}/domain/planted-buffer.ts`,
    'export const planted: unknown = Buffer.alloc(1);',
    "'Buffer'",
  ),
};

/** Found by the step `lint`, which an editor shows while one types. */
const LINT = {
  'an editor shows an import from domain to ports': source(
    `${CORE}/domain/planted.ts`,
    "import '../ports/clock.js';",
    'domain imports only its own folder',
  ),
  'an editor shows an import from ports to application': source(
    `${CORE}/ports/planted.ts`,
    "import '../application/planted.js';",
    'ports import domain only',
  ),
  'an editor shows an import from application to in-memory': source(
    `${CORE}/application/planted/planted.ts`,
    "import '../../in-memory/index.js';",
    'application imports domain, ports and services.js',
  ),
  'an editor shows an import from adapter to adapter': source(
    'packages/adapter-koa/src/planted.ts',
    "import '@kith/adapters-sql';",
    'an adapter imports @kith/core alone',
  ),
  'an editor shows the container outside of the server': source(
    'packages/adapter-sms/src/planted.ts',
    "import 'inversify';",
    'only @kith/server knows the container',
  ),
  'an editor shows an import below the surface': source(
    'packages/server/src/planted.ts',
    "import '@kith/core/dist/index.js';",
    'import a package by its name',
  ),
  'an editor shows an undeclared package': source(
    'packages/testing/src/planted.ts',
    "import 'zod';",
    'noUndeclaredDependencies',
  ),
};

export const CROSSINGS = { walls: WALLS, types: TYPES, lint: LINT };
