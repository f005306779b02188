import { type SessionId, sessionId } from '@kith/core';
import { jwtVerify, SignJWT } from 'jose';

/** Signed texts that name a session: in the cookie, or as a bearer token. What they name may be revoked at any time. */
export interface SessionTokens {
  issue(session: SessionId): Promise<string>;
  /** null unless one of the keys signed it. */
  read(token: string): Promise<SessionId | null>;
}

const algorithm = 'HS256';
const longestSessionId = 64;

/** @param authKeys the first signs, all verify */
export function sessionTokens(authKeys: readonly string[]): SessionTokens {
  const keys = authKeys.map((key) => new TextEncoder().encode(key));
  const [signingKey] = keys;
  if (!signingKey || keys.some((key) => key.length === 0))
    throw new Error('authKeys: a key is missing or empty');

  const readWith = async (token: string, key: Uint8Array): Promise<SessionId | null> => {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: [algorithm] });
      const { jti } = payload;
      return typeof jti === 'string' && jti.length <= longestSessionId ? sessionId(jti) : null;
    } catch {
      return null;
    }
  };

  return {
    issue: (session) => new SignJWT().setProtectedHeader({ alg: algorithm }).setJti(session).sign(signingKey),
    async read(token) {
      for (const key of keys) {
        const session = await readWith(token, key);
        if (session !== null) return session;
      }
      return null;
    },
  };
}
