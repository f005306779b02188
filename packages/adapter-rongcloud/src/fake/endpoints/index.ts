import type { Endpoint } from '../endpoint.js';
import { blacklistEndpoints } from './blacklist.js';
import { clientEndpoints } from './client.js';
import { groupEndpoints } from './group.js';
import { historyEndpoints } from './history.js';
import { messageEndpoints } from './message.js';
import { muteEndpoints } from './mute.js';
import { userEndpoints } from './user.js';

/** The Server API, as far as it goes, by path. */
export const serverApi: ReadonlyMap<string, Endpoint> = new Map(
  Object.entries({
    ...userEndpoints,
    ...blacklistEndpoints,
    ...groupEndpoints,
    ...muteEndpoints,
    ...messageEndpoints,
    ...historyEndpoints,
  }),
);

export const clientApi: ReadonlyMap<string, Endpoint> = new Map(Object.entries(clientEndpoints));
