// What the users' apps do, over the SDKs of the phones: not part of the Server API, and not signed.
import { type App, change, type Endpoints } from '../endpoint.js';
import { groupId, optional, required, text, userId } from '../fields.js';
import { blocks, membersOf, store } from '../messages.js';
import { Refusal } from '../refusal.js';
import { everyGroup, type Gag } from '../state.js';

const isOver = (until: number | null, now: number): boolean => until !== null && until <= now;

const isBlocked = (user: string, { state, now }: App): boolean =>
  !isOver(state.blocks.get(user) ?? Number.NEGATIVE_INFINITY, now);

const ownerOf = (token: string, { state }: App): string | undefined => {
  for (const [id, { tokens }] of state.users) {
    const found = tokens.find((one) => one.token === token);
    if (found && found.at >= (state.tokenExpiries.get(id) ?? 0)) return id;
  }
  return undefined;
};

const isGagged = (user: string, group: string, { state, now }: App): boolean => {
  const gags: (Gag | undefined)[] = [group, everyGroup].map((key) => state.gags.get(key)?.get(user));
  return gags.some((gag) => gag !== undefined && !isOver(gag.until, now));
};

/** A whitelist lifts a ban, but no gag. */
const isMuted = (user: string, group: string, app: App): boolean => {
  const { bans, whitelists } = app.state;
  const isBanned = bans.has(group) && !whitelists.get(group)?.has(user);
  return isBanned || isGagged(user, group, app);
};

/** Why a message does not get through, as the app is told; '' if it does. */
const obstacle = (from: string, user: string | undefined, group: string | undefined, app: App): string => {
  if (isBlocked(from, app)) return 'blocked';
  if (user !== undefined) return blocks(user, from, app) ? 'in-their-blacklist' : '';
  if (group === undefined || !membersOf(group, app).has(from)) return 'not-a-member';
  return isMuted(from, group, app) ? 'muted' : '';
};

export const clientEndpoints: Endpoints = {
  '/_fake/client/connect': change({
    fields: { token: required(text()) },
    handle: ({ token }, app) => {
      const user = ownerOf(token, app);
      if (user === undefined) return { refused: 'bad-token' };
      if (isBlocked(user, app)) return { refused: 'blocked' };
      app.state.online.add(user);
      return { user };
    },
  }),

  '/_fake/client/disconnect': change({
    fields: { user: required(userId) },
    handle: ({ user }, { state }) => {
      state.online.delete(user);
    },
  }),

  '/_fake/client/send': change({
    fields: {
      from: required(userId),
      toUser: optional(userId),
      toGroup: optional(groupId),
      objectName: required(text({ maxChars: 32 })),
      content: required(text()),
    },
    handle: ({ from, toUser, toGroup, objectName, content }, app) => {
      const target = toUser ?? toGroup;
      if (target === undefined) throw new Refusal(1002, 'toUser or toGroup is required');
      const refused = obstacle(from, toUser, toGroup, app);
      if (refused !== '') return { refused };
      const recipients = toUser === undefined ? membersOf(target, app) : [target];
      const kind = toUser === undefined ? 'group' : 'private';
      return {
        uid: store({ kind, by: 'client', from, target, recipients, objectName, content, options: {} }, app)
          .uid,
      };
    },
  }),
};
