/** A clock that stands still until a test moves it. */
export { type InMemoryClock as FakeClock, inMemoryClock as fakeClock } from '@kith/core/in-memory';
