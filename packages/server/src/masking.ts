import type { Phone } from '@kith/core';

const phoneLike = /(?<!\d)(\d{3})\d{0,8}(\d{4})(?!\d)/g;

/** What else must never be read in a log: password hashes, session tokens, verification tokens. */
const secrets = [
  /\$argon2[\w$=,+/]*/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi,
];

/** '86-139****0001': enough to find a call about it again, too little to call. */
export const maskPhone = ({ region, number }: Phone): string =>
  `${region}-${number.slice(0, -8)}****${number.slice(-4)}`;

/** Masks every number of 7 to 15 digits and every secret whose shape is known. */
export const maskText = (text: string): string =>
  secrets.reduce((masked, secret) => masked.replace(secret, '[hidden]'), text).replace(phoneLike, '$1****$2');
