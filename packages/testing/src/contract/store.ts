import type { TestApi } from '../test-api.js';
import type { OpenStore, StoreTraits } from '../test-store.js';
import { blacklistRepositoryContract } from './blacklist-repository.js';
import { changeFeedContract } from './change-feed.js';
import { friendshipRepositoryContract } from './friendship-repository.js';
import { groupRepositoryContract } from './group-repository.js';
import { imRecordRepositoryContract } from './im-record-repository.js';
import { outboxContract } from './outbox.js';
import { sessionRepositoryContract } from './session-repository.js';
import { smsSpendRepositoryContract } from './sms-spend-repository.js';
import { unitOfWorkContract } from './unit-of-work.js';
import { userRepositoryContract } from './user-repository.js';
import { verificationRepositoryContract } from './verification-repository.js';

/** Everything a store promises: the unit of work and all it gives access to. */
export function storeContracts(api: TestApi, open: OpenStore, traits: StoreTraits = {}): void {
  for (const contract of [
    unitOfWorkContract,
    userRepositoryContract,
    friendshipRepositoryContract,
    blacklistRepositoryContract,
    groupRepositoryContract,
    verificationRepositoryContract,
    smsSpendRepositoryContract,
    sessionRepositoryContract,
    outboxContract,
    imRecordRepositoryContract,
    changeFeedContract,
  ])
    contract(api, open, traits);
}
