// The routes of the docs are those that are served.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { documents, proseOf } from './files.mjs';

const { createInMemoryKith } = await import('../../packages/core/dist/in-memory/index.js');
const { kithApp } = await import('../../packages/adapter-koa/dist/index.js');

/** What `/openapi.json` of a server with nothing in it says. */
const description = async () => {
  const app = kithApp(createInMemoryKith(), {
    mode: 'production',
    cookie: { name: 'session', maxAgeMs: 1000, secure: false },
    authKeys: ['a secret of the tests of the docs'],
    corsOrigins: [],
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/openapi.json`);
    return await answer.json();
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const mention = /\b(GET|POST|PUT|DELETE) `?(\/[\w./:]*\w)(?![\w/]*<)/g;

describe('docs/wire', () => {
  it('names every route that is served, by method and path, and no other', async () => {
    const { paths } = await description();
    const served = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const documented = documents
      .filter((document) => document.startsWith('docs/wire/'))
      .flatMap((document) => [...proseOf(document).matchAll(mention)])
      .map(([, method, path]) => `${method} ${path}`);
    assert.deepEqual([...new Set(documented)].toSorted(), served.toSorted());
  });
});
