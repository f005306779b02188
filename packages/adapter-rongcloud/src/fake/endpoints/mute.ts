// Gags silence members, bans silence groups, and a whitelist exempts from a ban. None of them holds the Server API back.
import { beijingTime, change, type Endpoints, query } from '../endpoint.js';
import { groupId, integer, optional, repeated, required, userId } from '../fields.js';
import { everyGroup, type Gag, setAt } from '../state.js';

const users = repeated(userId, { max: 20 });
const groups = repeated(groupId, { max: 20 });

/** How the end of a gag for good is written is not documented. */
const endOf = ({ until }: Gag): string => (until === null ? '9999-12-31 23:59:59' : beijingTime(until));

export const muteEndpoints: Endpoints = {
  '/group/user/gag/add.json': change({
    fields: { userId: users, groupId: optional(groupId), minute: required(integer({ max: 43_200 })) },
    handle: ({ userId, groupId = everyGroup, minute }, { state, now }) => {
      const gags = state.gags.get(groupId) ?? new Map<string, Gag>();
      for (const id of userId)
        gags.set(id, { from: now, until: minute === 0 ? null : now + minute * 60_000 });
      state.gags.set(groupId, gags);
    },
  }),

  // Without a group: in all of them.
  '/group/user/gag/rollback.json': change({
    fields: { userId: users, groupId: optional(groupId) },
    handle: ({ userId, groupId }, { state }) => {
      for (const [group, gags] of state.gags) {
        if (groupId !== undefined && group !== groupId) continue;
        for (const id of userId) gags.delete(id);
      }
    },
  }),

  '/group/user/gag/list.json': query({
    fields: { groupId: optional(groupId) },
    handle: ({ groupId = everyGroup }, { state, now }) => ({
      users: [...(state.gags.get(groupId) ?? [])]
        .filter(([, { until }]) => until === null || until > now)
        .map(([userId, gag]) => ({ userId, time: endOf(gag), startTime: beijingTime(gag.from) })),
    }),
  }),

  '/group/ban/add.json': change({
    fields: { groupId: groups },
    handle: ({ groupId }, { state }) => {
      for (const id of groupId) state.bans.add(id);
    },
  }),

  '/group/ban/rollback.json': change({
    fields: { groupId: groups },
    handle: ({ groupId }, { state }) => {
      for (const id of groupId) state.bans.delete(id);
    },
  }),

  // By groups; or all that are banned, in pages. The Node SDK asks for the latter with nothing at all.
  '/group/ban/query.json': query({
    fields: {
      groupId: repeated(groupId, { min: 0, max: 20 }),
      page: optional(integer({ min: 1 })),
      size: optional(integer({ min: 1, max: 200 })),
    },
    handle: ({ groupId, page, size }, { state }) => {
      const isPaged = groupId.length === 0 || page !== undefined || size !== undefined;
      const [at, many] = [page ?? 1, size ?? 50];
      const asked = isPaged ? [...state.bans].slice((at - 1) * many, at * many) : groupId;
      return { groupinfo: asked.map((id) => ({ groupId: id, stat: state.bans.has(id) ? 1 : 0 })) };
    },
  }),

  '/group/user/ban/whitelist/add.json': change({
    fields: { groupId: required(groupId), userId: users },
    handle: ({ groupId, userId }, { state }) => {
      for (const id of userId) setAt(state.whitelists, groupId).add(id);
    },
  }),

  '/group/user/ban/whitelist/rollback.json': change({
    fields: { groupId: required(groupId), userId: users },
    handle: ({ groupId, userId }, { state }) => {
      for (const id of userId) state.whitelists.get(groupId)?.delete(id);
    },
  }),

  '/group/user/ban/whitelist/query.json': query({
    fields: { groupId: required(groupId) },
    handle: ({ groupId }, { state }) => ({ userIds: [...(state.whitelists.get(groupId) ?? [])] }),
  }),
};
