import { z } from 'zod';
import type { Call } from '../client/client.js';
import { command, query } from '../client/endpoint.js';
import { chunks, eachChunk } from './chunks.js';
import { flag, listedUser } from './shapes.js';

const atOnce = 20;
const endpoints = {
  gag: command('/group/user/gag/add.json'),
  ungag: command('/group/user/gag/rollback.json'),
  gagged: query(
    '/group/user/gag/list.json',
    z.object({ users: z.array(z.object({ userId: z.string(), time: z.string() })) }),
  ),
  ban: command('/group/ban/add.json'),
  unban: command('/group/ban/rollback.json'),
  banned: query(
    '/group/ban/query.json',
    z.object({ groupinfo: z.array(z.object({ groupId: z.string(), stat: flag })) }),
  ),
  exempt: command('/group/user/ban/whitelist/add.json'),
  unexempt: command('/group/user/ban/whitelist/rollback.json'),
  exempted: query('/group/user/ban/whitelist/query.json', z.object({ userIds: z.array(listedUser) })),
};

/** Who may not write in a group. What the server sends in their name arrives nevertheless. */
export const muteApi = (call: Call) => {
  const ofUsers = (endpoint: (typeof endpoints)['ungag']) => (group: string, users: readonly string[]) =>
    eachChunk(users, atOnce, (userId) => call(endpoint, { userId, groupId: group }));
  const ofGroups = (endpoint: (typeof endpoints)['ban']) => (groups: readonly string[]) =>
    eachChunk(groups, atOnce, (groupId) => call(endpoint, { groupId }));

  return {
    members: {
      /** @param minutes 1 to 43200; 0: for good */
      add: (group: string, users: readonly string[], minutes: number) =>
        eachChunk(users, atOnce, (userId) =>
          call(endpoints.gag, { userId, groupId: group, minute: minutes }),
        ),
      remove: ofUsers(endpoints.ungag),
      /** `until`: in the time of the data centre, as `YYYY-MM-DD HH:MM:SS`. */
      async list(group: string): Promise<readonly { readonly user: string; readonly until: string }[]> {
        const { users } = await call(endpoints.gagged, { groupId: group });
        return users.map(({ userId, time }) => ({ user: userId, until: time }));
      },
    },
    groups: {
      add: ofGroups(endpoints.ban),
      remove: ofGroups(endpoints.unban),
      /** Which of these are muted. */
      async among(groups: readonly string[]): Promise<readonly string[]> {
        const muted: string[] = [];
        for (const groupId of chunks(groups, atOnce)) {
          const { groupinfo } = await call(endpoints.banned, { groupId });
          muted.push(...groupinfo.filter(({ stat }) => stat).map((group) => group.groupId));
        }
        return muted;
      },
    },
    /** Those who may write in a muted group. They stay so when the group is no longer muted, and when they leave. */
    exempt: {
      add: ofUsers(endpoints.exempt),
      remove: ofUsers(endpoints.unexempt),
      async list(group: string): Promise<readonly string[]> {
        return (await call(endpoints.exempted, { groupId: group })).userIds;
      },
    },
  };
};
