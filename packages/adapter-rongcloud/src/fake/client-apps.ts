import type { Cloud } from './cloud.js';
import { clientApi } from './endpoints/index.js';
import { formOf } from './form.js';

export interface ClientMessage {
  readonly from: string;
  /** Either a user or a group. */
  readonly toUser?: string;
  readonly toGroup?: string;
  readonly objectName?: string;
  /** JSON text. */
  readonly content?: string;
}

export type SendResult =
  | { readonly uid: string }
  | { readonly refused: 'blocked' | 'in-their-blacklist' | 'not-a-member' | 'muted' };

/** What the users' apps can do, and how RongCloud answers them: proof that a block or a mute has arrived. */
export interface ClientApps {
  connect(token: string): { readonly user: string } | { readonly refused: 'bad-token' | 'blocked' };
  disconnect(user: string): void;
  send(message: ClientMessage): SendResult;
}

export function clientApps(cloud: Cloud): ClientApps {
  const act = (name: string, fields: Parameters<typeof formOf>[0]) => {
    const path = `/_fake/client/${name}`;
    const endpoint = clientApi.get(path);
    if (!endpoint) throw new Error(`There is no ${path}.`);
    return cloud.carryOut(path, endpoint, formOf(fields));
  };

  return {
    connect: (token) => act('connect', { token }) as ReturnType<ClientApps['connect']>,
    disconnect: (user) => {
      act('disconnect', { user });
    },
    send: ({ objectName = 'RC:TxtMsg', content = '{"content":"hello"}', ...rest }) =>
      act('send', { ...rest, objectName, content }) as SendResult,
  };
}
