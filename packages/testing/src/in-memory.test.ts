import { unitOfWorkContract } from './contract/unit-of-work.js';
import { openInMemory } from './test/open-in-memory.js';

describe('the in-memory store', () => {
  const api = { describe, it, before, after };
  unitOfWorkContract(api, openInMemory);
});
