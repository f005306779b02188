import { DomainError } from './errors.js';

/** How texts from clients are cleaned and measured (docs/wire/users.md, "Texts"). */

/** Length as clients count it: code points, so that an emoji outside the BMP is one. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const loneSurrogates = /\p{Surrogate}/gu;

/**
 * Escapes tags: `<` and `>` become entities, comments go. A text that only grew over the limit by that is cut
 * to it, in UTF-16 units; one that was too long already is left so, for the length check to refuse.
 *
 * What no database stores alike goes too: NUL, and half characters, which become U+FFFD (or nothing, where the cut made them).
 */
export function escapeText(text: string, limit: number): string {
  const escaped = withoutComments(text)
    .replaceAll('\0', '')
    .replace(loneSurrogates, '\ufffd')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  if (text.length > limit || escaped.length <= limit) return escaped;
  return escaped.slice(0, limit).replace(loneSurrogates, '');
}

/** In one pass: a pattern would go over the rest of the text again for every comment that never ends. */
function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    const opening = text.indexOf('<!--', from);
    const closing = opening < 0 ? -1 : text.indexOf('-->', opening + '<!--'.length);
    if (closing < 0) return kept + text.slice(from);
    kept += text.slice(from, opening);
    from = closing + '-->'.length;
  }
}

interface TextRule {
  readonly min: number;
  readonly max: number;
  /** Where escaping cuts, if elsewhere than at `max`. */
  readonly cut?: number;
  readonly error:
    | 'nickname-length'
    | 'request-message-length'
    | 'display-name-length'
    | 'group-name-length'
    | 'bulletin-length';
}

const rules = {
  nickname: { min: 1, max: 32, error: 'nickname-length' },
  requestMessage: { min: 1, max: 64, error: 'request-message-length' },
  friendDisplayName: { min: 0, max: 32, cut: 64, error: 'display-name-length' },
  groupDisplayName: { min: 0, max: 32, error: 'display-name-length' },
  groupName: { min: 2, max: 32, error: 'group-name-length' },
  bulletin: { min: 0, max: 1024, error: 'bulletin-length' },
} as const satisfies Record<string, TextRule>;

export type TextKind = keyof typeof rules;

/**
 * @returns the text as it is stored and shown
 * @throws DomainError the kind's `…-length` when it is too short or too long
 */
export function cleanText(kind: TextKind, text: string): string {
  const { min, max, error, cut = max }: TextRule = rules[kind];
  const cleaned = escapeText(text, cut);
  const length = codePoints(cleaned);
  if (length < min || length > max) throw new DomainError(error);
  return cleaned;
}

const portraitLength = { min: 12, max: 256 };

/**
 * @returns the address, escaped
 * @throws DomainError `portrait-uri-format` unless it is an http(s) address with a host, then `portrait-uri-length`
 */
export function cleanPortraitUri(text: string): string {
  const uri = escapeText(text, portraitLength.max);
  if (!isHttpAddress(uri)) throw new DomainError('portrait-uri-format');
  const length = codePoints(uri);
  if (length < portraitLength.min || length > portraitLength.max)
    throw new DomainError('portrait-uri-length');
  return uri;
}

const httpAddress =
  /^https?:\/\/(?:[^\s/?#@]+@)?(?<host>\[[0-9a-fA-F:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,5}))?(?:[/?#]\S*)?$/u;
const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const domainName = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;

function isHttpAddress(uri: string): boolean {
  const { host = '', port } = httpAddress.exec(uri)?.groups ?? {};
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  return host === 'localhost' || host.startsWith('[') || dottedQuad.test(host) || domainName.test(host);
}

const passwordLength = { min: 6, max: 20 };

/** @throws DomainError `password-space` */
export function requireNoSpace(password: string): void {
  if (password.includes(' ')) throw new DomainError('password-space');
}

/** @throws DomainError `password-length` unless 6 to 20 code points */
export function requirePasswordLength(password: string): void {
  const length = codePoints(password);
  if (length < passwordLength.min || length > passwordLength.max) throw new DomainError('password-length');
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** @throws DomainError `verification-token-malformed` unless it is shaped like a UUID */
export function requireTokenShape(token: string): void {
  if (!uuid.test(token)) throw new DomainError('verification-token-malformed');
}
