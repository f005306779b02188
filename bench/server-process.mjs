// A server in a process of its own, so that it and who loads it do not share a thread.
import { fileURLToPath } from 'node:url';
import { startProcess } from '../scripts/process.mjs';

const place = (file) => fileURLToPath(new URL(file, import.meta.url));

export const startHello = () => startProcess(place('hello.mjs'), []);

/** As it is deployed: in production mode, with its log and its limits. */
export const startKith = (databaseUrl) =>
  startProcess(place('../packages/server/dist/cli.js'), ['serve'], {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    KITH_AUTH_KEYS: 'only for benches on the machine itself',
    KITH_DIGEST_KEY: 'only for benches on the machine itself',
    KITH_N3D_KEY: '11EdDIaqpcim',
  });
