import type { Phone } from '../domain/phone.js';

export interface PhoneNumbers {
  /**
   * Reads a number as people write it: region '86' or '+86', number with or without its prefix, blanks, hyphens. The islands
   * of region 1 may be written as regions (1242); their numbers are read as numbers of region 1.
   *
   * @returns null when no such number can exist in the region
   */
  parse(region: string, number: string): Phone | null;
}
