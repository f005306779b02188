import { type App, change, type Endpoints, query } from '../endpoint.js';
import { groupId, keyed, optional, repeated, required, text, userId } from '../fields.js';
import { Refusal } from '../refusal.js';

const largestGroup = 3000;
/** 64 in the Node SDK, 255 in the newest, the Java one. */
const groupName = text({ maxChars: 255 });
const members = repeated(userId, { max: 1000 });

/** Creating and joining are one: who joins a group that there is not makes it; who is in it stays. */
const join = (id: string, users: Iterable<string>, name: string | undefined, { state }: App): void => {
  const group = state.groups.get(id);
  const wanted = new Set([...(group?.members ?? []), ...users]);
  if (wanted.size > largestGroup) throw new Refusal(405, `${largestGroup} members at most`);
  state.groups.set(id, { name: name || (group?.name ?? ''), members: wanted });
};

export const groupEndpoints: Endpoints = {
  '/group/create.json': change({
    fields: { userId: members, groupId: required(groupId), groupName: required(groupName) },
    handle: ({ userId, groupId, groupName }, app) => {
      join(groupId, userId, groupName, app);
    },
  }),

  '/group/join.json': change({
    fields: { userId: members, groupId: required(groupId), groupName: optional(groupName) },
    handle: ({ userId, groupId, groupName }, app) => {
      join(groupId, userId, groupName, app);
    },
  }),

  '/group/quit.json': change({
    fields: { userId: members, groupId: required(groupId) },
    handle: ({ userId, groupId }, { state }) => {
      for (const id of userId) state.groups.get(groupId)?.members.delete(id);
    },
  }),

  // By anybody, member or not.
  '/group/dismiss.json': change({
    fields: { userId: required(userId), groupId: required(groupId) },
    handle: ({ groupId }, { state }) => {
      state.groups.delete(groupId);
    },
  }),

  '/group/refresh.json': change({
    fields: { groupId: required(groupId), groupName: required(groupName) },
    handle: ({ groupId, groupName }, { state }) => {
      const group = state.groups.get(groupId);
      if (group) group.name = groupName;
    },
  }),

  // The whole truth about a user's memberships: whatever is not named ends.
  '/group/sync.json': change({
    fields: { userId: required(userId), group: keyed(groupId, groupName) },
    handle: ({ userId, group }, app) => {
      const { groups } = app.state;
      for (const id of group.keys()) {
        const { members } = groups.get(id) ?? { members: new Set<string>() };
        if (members.size >= largestGroup && !members.has(userId)) throw new Refusal(405, id);
      }
      for (const [id, { members }] of groups) if (!group.has(id)) members.delete(userId);
      for (const [id, name] of group) join(id, [userId], name, app);
    },
  }),

  '/group/user/query.json': query({
    fields: { groupId: required(groupId) },
    handle: ({ groupId }, { state }) => ({
      users: [...(state.groups.get(groupId)?.members ?? [])].map((id) => ({ id })),
    }),
  }),
};
