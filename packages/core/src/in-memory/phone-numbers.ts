import type { PhoneNumbers } from '../index.js';

const callingCode = /^\+?([1-9]\d{0,3})$/;
const separators = /[\s()-]/g;
const chineseMobile = /^1[3-9]\d{9}$/;
const elsewhere = /^\d{4,14}$/;

/** The shape alone: mainland China's mobile numbers, and 4 to 14 digits everywhere else. */
export const inMemoryPhoneNumbers = (): PhoneNumbers => ({
  parse(regionText, numberText) {
    const region = callingCode.exec(regionText.trim())?.[1];
    if (region === undefined) return null;
    const number = nationalNumber(region, numberText.replace(separators, ''));
    return (region === '86' ? chineseMobile : elsewhere).test(number) ? { region, number } : null;
  },
});

/** Without '+86' or '0086'; without a bare '86' only in China, whose mobile numbers begin with 1. */
function nationalNumber(region: string, digits: string): string {
  const prefixes = [`+${region}`, `00${region}`, ...(region === '86' ? ['86', '086'] : [])];
  const prefix = prefixes.find((each) => digits.startsWith(each)) ?? '';
  return digits.slice(prefix.length);
}
