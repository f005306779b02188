import type { EpochMs } from '../domain/ids.js';

export interface Clock {
  now(): EpochMs;
}
