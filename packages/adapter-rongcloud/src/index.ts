export type { RongCloudApi } from './api/api.js';
export type { GroupInfo } from './api/group.js';
export type { Message } from './api/message.js';
export type { UserInfo } from './api/user.js';
export {
  type RongCloudCallbacks,
  type RongCloudCallbacksOptions,
  rongCloudCallbacks,
} from './callbacks/callbacks.js';
export type { CallbackAnswer, CallbackHandler, CallbackRequest } from './callbacks/request.js';
export type { CircuitOptions } from './client/circuit.js';
export { type DataCentre, dataCentres, hosts as rongCloudHosts } from './client/hosts.js';
export type { RongCloudLog } from './client/log.js';
export type { Time, Timeouts } from './client/time.js';
export { type RongCloud, type RongCloudConfig, type RongCloudNeeds, rongCloud } from './gateway.js';
