// Who may import what, as data. CONTRIBUTING.md says why.

/** The layers of @kith/core, inside to outside. A file belongs to the first whose folder or file it is in. */
export const LAYERS = [
  { name: 'domain', in: 'packages/core/src/domain/', mayImport: ['domain'] },
  { name: 'ports', in: 'packages/core/src/ports/', mayImport: ['domain', 'ports'] },
  { name: 'services', in: 'packages/core/src/services.ts', mayImport: ['domain', 'ports'] },
  {
    name: 'application',
    in: 'packages/core/src/application/',
    mayImport: ['domain', 'ports', 'services', 'application'],
  },
  {
    name: 'in-memory',
    in: 'packages/core/src/in-memory/',
    mayImport: ['domain', 'ports', 'services', 'application', 'core', 'in-memory'],
  },
  {
    name: 'test',
    in: 'packages/core/src/test/',
    mayImport: ['domain', 'ports', 'services', 'application', 'core', 'in-memory', 'test'],
  },
  {
    name: 'core',
    in: 'packages/core/src/',
    mayImport: ['domain', 'ports', 'services', 'application', 'core'],
  },
];

/** A test may also use what stands in for the outside, and what tests share. */
export const LAYERS_FOR_TESTS = ['in-memory', 'test'];

/** Layers that learn time and chance through ports, never from globals. */
export const LAYERS_WITHOUT_CLOCK = ['domain', 'ports', 'application'];

const ADAPTER = { kith: ['@kith/core'], forTests: ['@kith/core/in-memory', '@kith/testing'], outside: true };

/** What each package may import beside its own files; anything it imports it must also declare. */
const PACKAGES = {
  '@kith/core': { kith: [], outside: false, outsideForTests: ['chai', 'fast-check', 'mocha'] },
  '@kith/testing': { kith: ['@kith/core', '@kith/core/in-memory'], outside: true },
  '@kith/server': {
    kith: ['@kith/core', '@kith/core/in-memory', /^@kith\/adapters?-[a-z]+$/],
    forTests: ['@kith/testing', '@kith/adapter-rongcloud/fake'],
    outside: true,
  },
};

export const rulesOf = (name) => PACKAGES[name] ?? ADAPTER;

/** The container is known to the composition root alone. */
export const ONLY_IN_SERVER = ['inversify', 'reflect-metadata'];
