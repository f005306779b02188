import type { PhoneNumbers } from '@kith/core';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Mobile only, since a code has to reach it; the ranges 16x and 19x are newer than many lists. */
const chineseMobile = /^(?:\+?0{0,2}86)?(1[3-9]\d{9})$/;

/** Every region that libphonenumber knows, each by its own numbering plan. */
export function libPhoneNumbers(): PhoneNumbers {
  const regions = new Set<string>(getCountries().map((country) => getCountryCallingCode(country)));

  return {
    parse(writtenRegion, writtenNumber) {
      const region = writtenRegion.trim().replace(/^\+/, '');
      if (!regions.has(region)) return null;
      const number = region === '86' ? inChina(writtenNumber) : elsewhere(region, writtenNumber);
      return number === null ? null : { region, number };
    },
  };
}

const inChina = (written: string): string | null =>
  chineseMobile.exec(written.replace(/[\s()-]/g, ''))?.[1] ?? null;

function elsewhere(region: string, written: string): string | null {
  // Without `extract: false` it would find a number in the middle of any text.
  const phone = parsePhoneNumberFromString(written, { defaultCallingCode: region, extract: false });
  const fits = phone?.countryCallingCode === region && phone.isValid() && phone.ext === undefined;
  return fits ? phone.nationalNumber : null;
}
