import { beijingTime, change, type Endpoints, nextSecret, perSecond, query } from '../endpoint.js';
import { integer, optional, repeated, required, text, userId } from '../fields.js';
import { Refusal } from '../refusal.js';
import type { FakeState } from '../state.js';

const name = text({ maxChars: 64 });
const portraitUri = text({ maxBytes: 1024 });

/** Opaque; real ones hold these signs too. */
const nextToken = (state: FakeState): string =>
  `${nextSecret(state).toString('base64')}@fake.nav.invalid;fake.cfg.invalid`;

export const userEndpoints: Endpoints = {
  '/user/getToken.json': change({
    fields: { userId: required(userId), name: required(name), portraitUri: optional(portraitUri) },
    rate: perSecond(200),
    handle: ({ userId: id, name, portraitUri = '' }, { state, now, userQuota }) => {
      const known = state.users.get(id);
      if (!known && state.users.size >= userQuota) throw new Refusal(2007);
      const user = known ?? { name, portraitUri, createdAt: now, tokens: [] };
      Object.assign(user, { name, portraitUri });
      const token = nextToken(state);
      user.tokens.push({ token, at: now });
      state.users.set(id, user);
      return { userId: id, token };
    },
  }),

  '/user/token/expire.json': change({
    fields: { userId: repeated(userId, { max: 20 }), time: required(integer()) },
    handle: ({ userId, time }, { state }) => {
      for (const id of userId) state.tokenExpiries.set(id, time);
    },
  }),

  '/user/refresh.json': change({
    fields: { userId: required(userId), name: optional(name), portraitUri: optional(portraitUri) },
    handle: ({ userId: id, name, portraitUri }, { state }) => {
      const user = state.users.get(id);
      if (!user) return;
      if (name) user.name = name;
      if (portraitUri !== undefined) user.portraitUri = portraitUri;
    },
  }),

  // What it says of somebody unknown is not documented.
  '/user/info.json': query({
    fields: { userId: required(userId) },
    handle: ({ userId: id }, { state }) => {
      const user = state.users.get(id);
      return {
        userName: user?.name ?? '',
        userPortrait: user?.portraitUri ?? '',
        createTime: user ? beijingTime(user.createdAt) : '',
      };
    },
  }),

  // Text by the reference; a number in the documents of the Node SDK, which hands on what it gets.
  '/user/checkOnline.json': query({
    fields: { userId: required(userId) },
    handle: ({ userId }, { state }) => ({ status: state.online.has(userId) ? '1' : '0' }),
  }),

  '/user/block.json': change({
    fields: { userId: repeated(userId, { max: 20 }), minute: required(integer({ min: 1, max: 43_200 })) },
    handle: ({ userId, minute }, { state, now }) => {
      for (const id of userId) {
        state.blocks.set(id, now + minute * 60_000);
        state.online.delete(id);
      }
    },
  }),

  '/user/unblock.json': change({
    fields: { userId: repeated(userId, { max: 20 }) },
    handle: ({ userId }, { state }) => {
      for (const id of userId) state.blocks.delete(id);
    },
  }),

  // The key is `id` in the documents of the Node SDK and `userId` in those of Java and Go.
  '/user/block/query.json': query({
    fields: { page: optional(integer({ min: 1 })), size: optional(integer({ min: 1 })) },
    handle: ({ page, size = 50 }, { state, now }) => {
      const users = [...state.blocks]
        .filter(([, until]) => until > now)
        .map(([userId, until]) => ({ userId, blockEndTime: beijingTime(until) }));
      return { users: page === undefined ? users : users.slice((page - 1) * size, page * size) };
    },
  }),

  // Without a page: the first 5000.
  '/user/group/query.json': query({
    fields: {
      userId: required(userId),
      page: optional(integer()),
      size: optional(integer({ min: 1, max: 1000 })),
    },
    handle: ({ userId, page = 0, size = 50 }, { state }) => {
      const groups = [...state.groups]
        .filter(([, { members }]) => members.has(userId))
        .map(([id, { name }]) => ({ id, name }));
      return { groups: page === 0 ? groups.slice(0, 5000) : groups.slice((page - 1) * size, page * size) };
    },
  }),
};
