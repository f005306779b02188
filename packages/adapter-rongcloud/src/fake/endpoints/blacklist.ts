import { change, type Endpoints, query } from '../endpoint.js';
import { integer, optional, repeated, required, text, userId } from '../fields.js';
import { Refusal } from '../refusal.js';
import { setAt } from '../state.js';

/** Of the large plans. */
const longestBlacklist = 3000;
const fields = { userId: required(userId), blackUserId: repeated(userId, { max: 20 }) };

const startOf = (pageToken: string): number => {
  const start = Number(Buffer.from(pageToken, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw new Refusal(1002, 'pageToken is none of ours');
  return start;
};

export const blacklistEndpoints: Endpoints = {
  '/user/blacklist/add.json': change({
    fields,
    handle: ({ userId, blackUserId }, { state }) => {
      const wanted = new Set([...(state.blacklists.get(userId) ?? []), ...blackUserId]);
      if (wanted.size > longestBlacklist) throw new Refusal(1002, `a blacklist holds ${longestBlacklist}`);
      state.blacklists.set(userId, wanted);
    },
  }),

  '/user/blacklist/remove.json': change({
    fields,
    handle: ({ userId, blackUserId }, { state }) => {
      const blocked = setAt(state.blacklists, userId);
      for (const id of blackUserId) blocked.delete(id);
      if (blocked.size === 0) state.blacklists.delete(userId);
    },
  }),

  // Plain texts, not objects. In pages if asked for, the next by `next`, '' after the last.
  '/user/blacklist/query.json': query({
    fields: {
      userId: required(userId),
      pageToken: optional(text({ maxChars: 64 })),
      size: optional(integer({ min: 1, max: 1000 })),
    },
    handle: ({ userId, pageToken = '', size = 1000 }, { state }) => {
      const blocked = [...(state.blacklists.get(userId) ?? [])];
      const start = pageToken === '' ? 0 : startOf(pageToken);
      const end = start + size;
      const next = end < blocked.length ? Buffer.from(String(end)).toString('base64url') : '';
      return { users: blocked.slice(start, end), next };
    },
  }),
};
