import { DomainError, type SignedIn } from '@kith/core';
import type { Context, Middleware } from '../context.js';
import type { HttpServices } from '../http-services.js';
import type { SessionCookie } from '../session-cookie.js';
import type { SessionTokens } from '../session-token.js';

interface Needs {
  readonly authenticate: HttpServices['authenticate'];
  readonly tokens: SessionTokens;
  readonly cookie: SessionCookie;
  /** Origins whose pages may use the cookie, beside our own. */
  readonly corsOrigins: readonly string[];
  /** Compared exactly, whatever the method. */
  readonly openPaths: ReadonlySet<string>;
}

/** Lets pass who is signed in, and everybody to the open paths. */
export const session =
  (needs: Needs): Middleware =>
  async (context, next) => {
    if (!needs.openPaths.has(context.path)) context.state.kith.signedIn = await signedIn(context, needs);
    await next();
  };

/** A client may hold an old cookie beside the new one: any that is good will do. */
async function signedIn(context: Context, needs: Needs): Promise<SignedIn> {
  const { authenticate, tokens, cookie } = needs;
  const withCookies = !isForeign(context, needs);
  for (const token of cookie.tokensOf(context, { withCookies })) {
    const id = await tokens.read(token);
    const found = id === null ? null : await authenticate(id);
    if (found) return found;
  }
  throw new DomainError('not-signed-in');
}

/** A browser sends the cookie along with what a page of anybody asks for, and says whose page it is. */
function isForeign(context: Context, { corsOrigins }: Needs): boolean {
  const origin = context.get('Origin');
  if (origin === '' || corsOrigins.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== context.host;
}
