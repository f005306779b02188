import type { Phone, PhoneNumbers } from '@kith/core';
import {
  getCountries,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** Mobile only, since a code has to reach it; the ranges 16x and 19x are newer than many lists. */
const chineseMobile = /^(?:\+?0{0,2}86)?(1[3-9]\d{9})$/;

/** Every region that libphonenumber knows, each by its own numbering plan. */
export function libPhoneNumbers(): PhoneNumbers {
  const regions = new Set<string>(getCountries().map((country) => getCountryCallingCode(country)));

  return {
    parse(writtenRegion, writtenNumber) {
      const region = writtenRegion.trim().replace(/^\+/, '');
      if (islandCode.test(region)) return onIsland(region, writtenNumber);
      if (!regions.has(region)) return null;
      return region === '86' ? inChina(writtenNumber) : elsewhere(region, writtenNumber);
    },
  };
}

function inChina(written: string): Phone | null {
  const number = chineseMobile.exec(written.replace(/[\s()-]/g, ''))?.[1];
  return number === undefined ? null : { region: '86', number };
}

function elsewhere(region: string, written: string): Phone | null {
  const phone = read(region, written);
  return phone?.isValid() ? { region, number: phone.nationalNumber } : null;
}

/** What region 1 is to some lists: an area of it that is a country of its own, as 1242 is the Bahamas. */
const islandCode = /^1[2-9]\d\d$/;
const localNumber = /^\d{7}$/;
const mainlands: readonly (string | undefined)[] = [undefined, 'US', 'CA'];

/** With or without its area. A country may have several: they are one. */
function onIsland(code: string, written: string): Phone | null {
  const area = code.slice(1);
  const country = read('1', `${area}5550100`)?.country;
  const digits = written.replace(/[\s()-]/g, '');
  const phone = read('1', localNumber.test(digits) ? `${area}${digits}` : written);
  const isThere = !mainlands.includes(country) && phone?.country === country;
  return isThere && phone?.isValid() ? { region: '1', number: phone.nationalNumber } : null;
}

function read(region: string, written: string): PhoneNumber | undefined {
  // Without `extract: false` it would find a number in the middle of any text.
  const phone = parsePhoneNumberFromString(written, { defaultCallingCode: region, extract: false });
  return phone?.countryCallingCode === region && phone.ext === undefined ? phone : undefined;
}
