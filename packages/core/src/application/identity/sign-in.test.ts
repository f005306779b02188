import { expect } from 'chai';
import { sessionId } from '../../domain/ids.js';
import { inMemoryPasswordHasher } from '../../in-memory/index.js';
import type { SignedIn } from '../../services.js';
import { ann, bob, type Kith, kithInMemory, outcomes, password, refusal } from '../../test/kith.js';

const day = 24 * 60 * 60_000;
const wrong = 'wr0ngpass';
let kith: Kith;
let me: SignedIn;
beforeEach(async () => {
  kith = kithInMemory();
  me = await kith.signUp(ann);
});
