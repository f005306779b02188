import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import type { Started } from './kit.js';

/** Faults of the server and of what it stands on, and limits by address, which the suite would run into. */
const outOfReach = /^(?:304|429|5\d\d)$/;
/** Described, but never given: a user who is gone, and what every host of the suite has configured. */
const never = ['GET /user/get_token 404', 'GET /user/get_image_token 404'];

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
    const inReach = started().description.described.filter((text) => !outOfReach.test(part(text, 2)));
    expect(inReach.filter((text) => !seen.has(text) && !never.includes(text))).to.deep.equal([]);
  });
}
