import { isId, maxId } from './ids.js';

/** The N3D codec (docs/wire/ids.md): ids as short texts that show no order, under a key. */

/** Fits the `IdCodec` port. */
export interface N3dIdCodec {
  /** @throws RangeError unless the id is an integer from 1 to 4294967295 */
  encode(id: number): string;
  /** @returns null unless `encode` gives exactly this text for some id */
  decode(text: string): number | null;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base = alphabet.length;
/** A first character and one for each further digit: 62^9 is above every safe integer. */
const longestText = 10;

/**
 * A codec under a key: ASCII text whose weight leaves room for all ids, 5 printable characters or more.
 *
 * @throws RangeError, in words for whoever configures it, when the key is not ASCII, or would give some id no text of its own
 */
export function n3dIdCodec(key: string): N3dIdCodec {
  const weight = weigh(key);
  const rows = permutations(weight);

  const encode = (id: number): string => {
    if (!isId(id)) throw new RangeError(`An id is an integer from 1 to ${maxId}; ${id} is not.`);
    return writeValue(weight - id, rows);
  };

  const decode = (text: string): number | null => {
    if (text.length > longestText) return null;
    const id = weight - (readValue(text, rows) ?? Number.NaN);
    return isId(id) && encode(id) === text ? id : null;
  };

  return { encode, decode };
}

function weigh(key: string): number {
  if (key === '') throw new RangeError('The N3D key is empty.');
  const characters = [...key].map((character) => character.charCodeAt(0));
  if (characters.some((code) => code > 127)) throw new RangeError('The N3D key must be ASCII text.');
  const weight = characters.reduce((sum, code, place) => sum + code * 128 ** (place % 7), 0);
  if (weight + base < maxId)
    throw new RangeError('The N3D key is too short: 5 printable characters are the least.');
  if (!Number.isSafeInteger(weight))
    throw new RangeError('The N3D key is too long: keep it under 100 characters.');
  if (losesIds(weight))
    throw new RangeError('The N3D key gives some ids a text that cannot be read back: choose another.');
  return weight;
}

/**
 * Encoding stops one digit early where what is left is exactly 62, that is for values in [62^n, 62^n + 62^(n-1)).
 * Keys in the field are known to work, so the encoding stays, and a key that brings an id there is refused.
 */
function losesIds(weight: number): boolean {
  const least = weight - maxId;
  const most = weight - 1;
  for (let power = 1; power * base <= most; power *= base) if (least < power * base + power) return true;
  return false;
}

/** 62 orders of the alphabet: the first for the first character, then one for each that may begin a text. */
function permutations(weight: number): readonly string[] {
  const rows: string[] = [];
  for (let row = 0; row < base; row += 1) rows.push(shuffle(rows.at(-1) ?? alphabet, weight - base + row));
  return rows;
}

function shuffle(text: string, seed: number): string {
  const rest = [...text];
  let shuffled = '';
  for (let left = base; left > 0; left -= 1) {
    const place = seed % left;
    shuffled += rest[place];
    rest[place] = rest[left - 1] ?? '';
  }
  return shuffled;
}

function writeValue(value: number, rows: readonly string[]): string {
  const [first = ''] = rows;
  let rest = value;
  let digit = rest % base;
  const row = rows[digit] ?? '';
  let text = first.charAt(digit);
  for (let sum = 0; rest > base; ) {
    rest = (rest - digit) / base;
    digit = rest % base;
    sum = (sum + digit) % base;
    text += row.charAt(sum);
  }
  return text;
}

function readValue(text: string, rows: readonly string[]): number | null {
  const [first = ''] = rows;
  let value = first.indexOf(text.charAt(0));
  const row = rows[value];
  if (text === '' || row === undefined) return null;
  let previous = 0;
  for (let place = 1; place < text.length; place += 1) {
    const sum = row.indexOf(text.charAt(place));
    if (sum < 0) return null;
    value += ((sum - previous + base) % base) * base ** place;
    previous = sum;
  }
  return value;
}
