export { type Builders, builders, maxMemberCount, type UsersOf } from './builders.js';
export { unitOfWorkContract } from './contract/unit-of-work.js';
export { type FakeClock, fakeClock } from './fake-clock.js';
export { expectRefusal, rejectionOf, settle, type TestApi } from './test-api.js';
export { type OpenStore, type TestStore, testsOn, type World } from './test-store.js';
