import type { Phone, PhoneNumbers } from '../index.js';

const callingCode = /^\+?([1-9]\d{0,3})$/;
const separators = /[\s()-]/g;
const chineseMobile = /^1[3-9]\d{9}$/;
const elsewhere = /^\d{4,14}$/;

const islandCode = /^1([2-9]\d\d)$/;
const inRegion1 = /^[2-9]\d{9}$/;

/** The shape alone: mainland China's mobile numbers, and 4 to 14 digits everywhere else. */
export const inMemoryPhoneNumbers = (): PhoneNumbers => ({
  parse(regionText, numberText) {
    const region = callingCode.exec(regionText.trim())?.[1];
    if (region === undefined) return null;
    const number = nationalNumber(region, numberText.replace(separators, ''));
    const area = islandCode.exec(region)?.[1];
    if (area !== undefined) return onIsland(area, number);
    return (region === '86' ? chineseMobile : elsewhere).test(number) ? { region, number } : null;
  },
});

/** Without '+86' or '0086'; without a bare '86' only in China, whose mobile numbers begin with 1. */
function nationalNumber(region: string, digits: string): string {
  const prefixes = [`+${region}`, `00${region}`, ...(region === '86' ? ['86', '086'] : [])];
  const prefix = prefixes.find((each) => digits.startsWith(each)) ?? '';
  return digits.slice(prefix.length);
}

/** The islands of region 1, as 1242: their numbers are written with or without the area. */
function onIsland(area: string, digits: string): Phone | null {
  const number = digits.length === 7 ? `${area}${digits}` : digits;
  return inRegion1.test(number) && number.startsWith(area) ? { region: '1', number } : null;
}
