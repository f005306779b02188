import { z } from 'zod';
import type { Call } from '../client/client.js';
import { command, query } from '../client/endpoint.js';
import { eachChunk } from './chunks.js';
import { cut } from './cut.js';
import { listedUser } from './shapes.js';

const atOnce = 1_000;
const endpoints = {
  create: command('/group/create.json'),
  join: command('/group/join.json'),
  quit: command('/group/quit.json'),
  dismiss: command('/group/dismiss.json'),
  refresh: command('/group/refresh.json'),
  sync: command('/group/sync.json'),
  members: query('/group/user/query.json', z.object({ users: z.array(listedUser) })),
  groupsOf: query(
    '/user/group/query.json',
    z.object({ groups: z.array(z.object({ id: z.string(), name: z.string().catch('') })) }),
  ),
};

export interface GroupInfo {
  readonly id: string;
  /** For push texts; cut to 64 characters. */
  readonly name: string;
}

/** None of these tells anybody: the members hear by messages of their own. */
export const groupApi = (call: Call) => {
  const enter =
    (endpoint: (typeof endpoints)['join']) =>
    ({ id, name }: GroupInfo, members: readonly string[]) =>
      eachChunk(members, atOnce, (userId) => call(endpoint, { userId, groupId: id, groupName: cut(name) }));

  return {
    /** Of a group that is there already: the same as `join`. */
    create: enter(endpoints.create),
    join: enter(endpoints.join),
    quit: (group: string, members: readonly string[]) =>
      eachChunk(members, atOnce, (userId) => call(endpoints.quit, { userId, groupId: group })),
    async dismiss(group: string, operator: string): Promise<void> {
      await call(endpoints.dismiss, { userId: operator, groupId: group });
    },
    async refresh({ id, name }: GroupInfo): Promise<void> {
      await call(endpoints.refresh, { groupId: id, groupName: cut(name) });
    },
    /** These and no others: takes the user out of every group that is not listed. */
    async sync(user: string, groups: readonly GroupInfo[]): Promise<void> {
      const names = groups.map(({ id, name }) => [`group[${id}]`, cut(name)]);
      await call(endpoints.sync, { userId: user, ...Object.fromEntries(names) });
    },
    async members(group: string): Promise<readonly string[]> {
      return (await call(endpoints.members, { groupId: group })).users;
    },
    async groupsOf(user: string): Promise<readonly GroupInfo[]> {
      return (await call(endpoints.groupsOf, { userId: user })).groups;
    },
  };
};
