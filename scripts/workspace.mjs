// Where things are, and the environment that every tool is started with.
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The folders of the packages, relative to the root. */
export const packages = readdirSync(join(root, 'packages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'packages', entry.name, 'package.json')))
  .map((entry) => `packages/${entry.name}`)
  .sort();

export const readManifest = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

/** The file that starts an installed tool: `tool('mocha', 'bin/mocha.js')`. */
export const tool = (name, file) => join(root, 'node_modules', name, file);

const isWritable = (folder) => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** npm and pnpm keep their stores under the home folder; where that cannot be written, the clone holds them. */
const storesInClone = () => {
  const cache = join(root, '.cache');
  return {
    npm_config_cache: join(cache, 'npm'),
    PNPM_HOME: join(cache, 'pnpm'),
    XDG_DATA_HOME: join(cache, 'data'),
    XDG_CACHE_HOME: join(cache, 'cache'),
    XDG_STATE_HOME: join(cache, 'state'),
  };
};

/** Node's C++ headers, where they lie beside the running Node: then a native module compiles without fetching them. */
const headers = () => {
  const prefix = resolve(process.execPath, '../..');
  const file = join(prefix, 'include/node/node_version.h');
  if (process.env.npm_config_nodedir || !existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  const part = (name) => text.match(new RegExp(`#define NODE_${name}_VERSION (\\d+)`))?.[1];
  const version = `v${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`;
  return version === process.version ? { npm_config_nodedir: prefix } : {};
};

export const environment = {
  ...process.env,
  ...(isWritable(homedir()) ? {} : storesInClone()),
  ...headers(),
};
