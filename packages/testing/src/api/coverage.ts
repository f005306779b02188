import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import type { Started } from './kit.js';

/** What a test cannot bring about from outside. */
const outOfReach = /^(?:500|503)$/;
/** Answers of the layer below the routes: met on some routes, the same on all. */
const shared = /^(?:304|413)$/;

/** Whether the suite has met every route, and every answer that the server describes. */
export function coverageArea({ it }: TestApi, started: () => Started, seen: ReadonlySet<string>): void {
  const part = (text: string, i: number) => text.split(' ')[i] ?? '';

  it('every route of /openapi.json was called', async () => {
    const routeOf = (text: string) => `${part(text, 0)} ${part(text, 1)}`;
    const called = new Set([...seen].map(routeOf));
    const routes = new Set(started().description.described.map(routeOf));
    expect([...routes].filter((route) => !called.has(route))).to.deep.equal([]);
  });

  it('every answer that a route of /openapi.json may give was given', async () => {
    const expected = started().description.described.filter(
      (text) => !outOfReach.test(part(text, 2)) && !shared.test(part(text, 2)),
    );
    expect(expected.filter((text) => !seen.has(text))).to.deep.equal([]);
  });

  it('413 was given', async () => {
    expect([...seen].filter((text) => text.endsWith(' 413'))).to.not.deep.equal([]);
  });
}
