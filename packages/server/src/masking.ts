import type { Phone } from '@kith/core';

const phoneLike = /(?<!\d)\d{7,15}(?!\d)/g;

/** At most the first three and the last four digits, and four at least of those between are hidden; half of a short one. */
function maskDigits(digits: string): string {
  const first = Math.max(0, Math.min(3, digits.length - 8));
  const last = Math.min(4, Math.floor(digits.length / 2));
  return `${digits.slice(0, first)}****${digits.slice(digits.length - last)}`;
}

/** What else must never be read in a log: password hashes, session tokens, verification tokens. */
const secrets = [
  /\$argon2[\w$=,+/]*/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi,
];

/** '86-139****0001': enough to find a call about it again, too little to call. */
export const maskPhone = ({ region, number }: Phone): string => `${region}-${maskDigits(number)}`;

/** Masks every number of 7 to 15 digits and every secret whose shape is known. */
export const maskText = (text: string): string =>
  secrets.reduce((masked, secret) => masked.replace(secret, '[hidden]'), text).replace(phoneLike, maskDigits);
