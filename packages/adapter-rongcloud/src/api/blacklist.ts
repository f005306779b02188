import { z } from 'zod';
import type { Call } from '../client/client.js';
import { command, query } from '../client/endpoint.js';
import { eachChunk } from './chunks.js';
import { listedUser } from './shapes.js';

const atOnce = 20;
const endpoints = {
  add: command('/user/blacklist/add.json'),
  remove: command('/user/blacklist/remove.json'),
  query: query(
    '/user/blacklist/query.json',
    z.object({ users: z.array(listedUser), next: z.string().nullish() }),
  ),
};

/** Whom a user blocks: those cannot write to them, they can still write to those. */
export const blacklistApi = (call: Call) => {
  const change = (endpoint: (typeof endpoints)['add']) => (owner: string, targets: readonly string[]) =>
    eachChunk(targets, atOnce, (blackUserId) => call(endpoint, { userId: owner, blackUserId }));

  return {
    add: change(endpoints.add),
    remove: change(endpoints.remove),
    async list(owner: string): Promise<readonly string[]> {
      const users: string[] = [];
      const seen = new Set<string>();
      let pageToken: string | undefined;
      for (;;) {
        const page = await call(endpoints.query, { userId: owner, pageToken });
        users.push(...page.users);
        // A page that was there already would come again for ever.
        if (!page.next || seen.has(page.next)) return users;
        seen.add(page.next);
        pageToken = page.next;
      }
    },
  };
};
