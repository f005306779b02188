import type { TestApi } from '../test-api.js';
import type { OpenStore, StoreTraits } from '../test-store.js';
import { feedCompleteness } from './change-feed/completeness.js';
import { feedContents } from './change-feed/contents.js';
import { feedGroups } from './change-feed/groups.js';
import { feedPages } from './change-feed/pages.js';
import { feedParts } from './change-feed/parts.js';
import { feedReset } from './change-feed/reset.js';

/** The promises of `ChangeFeed`: G1 to G7 of docs/wire/sync.md. */
export function changeFeedContract(api: TestApi, open: OpenStore, traits: StoreTraits = {}): void {
  feedContents(api, open);
  feedCompleteness(api, open);
  feedGroups(api, open);
  feedReset(api, open, traits);
  feedPages(api, open);
  feedParts(api, open);
}
