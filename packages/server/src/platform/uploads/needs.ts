import type { Clock, IdCodec, Random } from '@kith/core';

/** What a signer of any store works with. */
export interface UploadNeeds {
  readonly clock: Pick<Clock, 'now'>;
  readonly idCodec: Pick<IdCodec, 'encode'>;
  readonly random: Pick<Random, 'uuid'>;
  /** The largest image that the store may take. */
  readonly maxBytes: number;
}

/** How long a permission is good for. */
export const lifetimeMs = 60 * 60 * 1000;
