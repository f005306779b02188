import type { Session } from '@kith/core';
import type { ExtendableContext as Context } from 'koa';
import type { CookieOptions } from './options.js';
import type { SessionTokens } from './session-token.js';

/** Where a client keeps its session token (docs/wire/users.md, "Session"). */
export interface SessionCookie {
  set(context: Context, session: Session): Promise<void>;
  clear(context: Context): void;
  /** Every token the client sent: as a bearer token, and in cookies where these count. */
  tokensOf(context: Context, options: { readonly withCookies: boolean }): readonly string[];
}

const quoted = /^"(.*)"$/;

/**
 * Values of the cookies of a name. Clients in the field send back whole `Set-Cookie` lines, cut at commas: attributes
 * and pieces of dates stand among the pairs.
 */
export const cookieValues = (header: string, name: string): readonly string[] =>
  header
    .split(/[;,]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.startsWith(`${name}=`))
    .map((piece) => piece.slice(name.length + 1).replace(quoted, '$1'))
    .filter((value) => value !== '');

const bearer = /^bearer +(\S+)$/i;

export function sessionCookie(
  { name, domain, maxAgeMs, secure }: CookieOptions,
  tokens: SessionTokens,
  { crossSite, now }: { readonly crossSite: boolean; readonly now: () => number },
): SessionCookie {
  const line = (value: string, maxAgeSeconds: number, expires: Date): string =>
    [
      `${name}=${value}`,
      `Max-Age=${maxAgeSeconds}`,
      ...(domain === undefined ? [] : [`Domain=${domain}`]),
      'Path=/',
      `Expires=${expires.toUTCString()}`,
      'HttpOnly',
      // Browsers refuse SameSite=None without Secure, and take a cookie without SameSite as Lax.
      ...(secure ? ['Secure', crossSite ? 'SameSite=None' : 'SameSite=Lax'] : []),
    ].join('; ');

  return {
    async set(context, session) {
      const token = await tokens.issue(session.id);
      context.append('Set-Cookie', line(token, Math.floor(maxAgeMs / 1000), new Date(now() + maxAgeMs)));
    },
    clear(context) {
      context.append('Set-Cookie', line('', 0, new Date(0)));
    },
    tokensOf(context, { withCookies }) {
      const inHeader = bearer.exec(context.get('Authorization'))?.[1];
      const inCookies = withCookies ? cookieValues(context.get('Cookie'), name) : [];
      return [...new Set(inHeader === undefined ? inCookies : [inHeader, ...inCookies])];
    },
  };
}
