import { isId, maxId } from './ids.js';

/** Ids as plain decimal numbers, for embedders who do not mind that they show order and count. Fits the `IdCodec` port. */
export const decimalIdCodec = {
  /** @throws RangeError unless the id is an integer from 1 to 4294967295 */
  encode(id: number): string {
    if (!isId(id)) throw new RangeError(`An id is an integer from 1 to ${maxId}; ${id} is not.`);
    return String(id);
  },
  /** @returns null unless `encode` gives exactly this text for some id */
  decode(text: string): number | null {
    return /^[1-9]\d{0,9}$/.test(text) && isId(Number(text)) ? Number(text) : null;
  },
} as const;
