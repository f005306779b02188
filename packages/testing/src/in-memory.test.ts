import { blacklistRepositoryContract } from './contract/blacklist-repository.js';
import { changeFeedContract } from './contract/change-feed.js';
import { friendshipRepositoryContract } from './contract/friendship-repository.js';
import { groupRepositoryContract } from './contract/group-repository.js';
import { outboxContract } from './contract/outbox.js';
import { sessionRepositoryContract } from './contract/session-repository.js';
import { unitOfWorkContract } from './contract/unit-of-work.js';
import { userRepositoryContract } from './contract/user-repository.js';
import { verificationRepositoryContract } from './contract/verification-repository.js';
import { openInMemory } from './test/open-in-memory.js';

describe('the in-memory store', () => {
  const api = { describe, it, before, after };
  userRepositoryContract(api, openInMemory);
  friendshipRepositoryContract(api, openInMemory);
  blacklistRepositoryContract(api, openInMemory);
  groupRepositoryContract(api, openInMemory);
  verificationRepositoryContract(api, openInMemory);
  sessionRepositoryContract(api, openInMemory);
  outboxContract(api, openInMemory);
  unitOfWorkContract(api, openInMemory);
  changeFeedContract(api, openInMemory);
});
