import type { Call } from '../client/client.js';
import { blacklistApi } from './blacklist.js';
import { groupApi } from './group.js';
import { historyApi } from './history.js';
import { messageApi } from './message.js';
import { muteApi } from './mute.js';
import { userApi } from './user.js';

/** The part of RongCloud's Server API that Kith uses. Ids are those of the wire, lists as long as one likes. */
export const rongCloudApi = (call: Call) => ({
  user: userApi(call),
  blacklist: blacklistApi(call),
  group: groupApi(call),
  mute: muteApi(call),
  message: messageApi(call),
  history: historyApi(call),
});

export type RongCloudApi = ReturnType<typeof rongCloudApi>;
