import { z } from 'zod';
import type { Call } from '../client/client.js';
import { command, query } from '../client/endpoint.js';
import { cut } from './cut.js';
import { flag } from './shapes.js';

const endpoints = {
  getToken: query('/user/getToken.json', z.object({ token: z.string().min(1).max(256) })),
  refresh: command('/user/refresh.json'),
  checkOnline: query('/user/checkOnline.json', z.object({ status: flag })),
};

export interface UserInfo {
  readonly id: string;
  /** For push texts; cut to 64 characters. RongCloud takes no empty one: the id stands in. */
  readonly name: string;
  readonly portraitUri: string;
}

const fieldsOf = ({ id, name, portraitUri }: UserInfo) => ({
  userId: id,
  name: name.trim() === '' ? id : cut(name),
  portraitUri,
});

export const userApi = (call: Call) => ({
  /** Makes the user known, with name and portrait. Each call may give another token; all stay good. */
  async token(user: UserInfo): Promise<string> {
    return (await call(endpoints.getToken, fieldsOf(user))).token;
  },
  async refresh(user: UserInfo): Promise<void> {
    await call(endpoints.refresh, fieldsOf(user));
  },
  async isOnline(id: string): Promise<boolean> {
    return (await call(endpoints.checkOnline, { userId: id })).status;
  },
});
