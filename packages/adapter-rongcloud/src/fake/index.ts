export type {
  CallbackAnswer,
  CallbackUrls,
  OnlineStatusCallback,
  RoutedMessageCallback,
} from './callbacks.js';
export type { ClientApps, ClientMessage, SendResult } from './client-apps.js';
export { type FakeRongCloud, type FakeRongCloudOptions, startFakeRongCloud } from './fake.js';
export type { RefusalCode } from './refusal.js';
export type { FakeCall } from './server.js';
export { sign } from './signature.js';
export type { FakeGroup, FakeMessage, FakeState, FakeUser, Gag, HistoryClean } from './state.js';
export type { Trouble } from './troubles.js';
