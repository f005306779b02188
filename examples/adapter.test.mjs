// An adapter of one's own, put through the contract suite that Kith's own adapters pass.
import { after, before, describe, it } from 'node:test';
import { DomainError } from '@kith/core';
import { imGatewayContract } from '@kith/testing';

/**
 * An IM gateway that hands everything to a webhook.
 *
 * @param {(path: string, body: unknown) => Promise<{ status: number, token?: string }>} post
 * @returns {import('@kith/core').ImGateway}
 */
const webhookGateway = (post) => {
  // The adapter translates what its cloud says; nothing above reads a status.
  const say = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
    const answer = await post(path, body).catch(() => undefined);
    if (!answer || answer.status >= 500)
      throw new DomainError('im-unavailable', { retryAfterMs: 5_000, answered: answer !== undefined });
    if (answer.status >= 400) throw new DomainError('im-refused', { reason: `status ${answer.status}` });
    return answer;
  };
  return {
    async issueToken(user) {
      const { token } = await say('/tokens', user);
      if (!token) throw new DomainError('im-refused', { reason: 'no token' });
      return token;
    },
    async deliver({ event, version }) {
      await say('/events', { ...event, version });
    },
  };
};

// The suite is given the functions of the test runner: those of node:test here, mocha's or vitest's alike.
imGatewayContract({ describe, it, before, after }, async () => {
  let tokens = 0;
  return webhookGateway(async (path) => {
    tokens += 1;
    return path === '/tokens' ? { status: 200, token: `token-${tokens}` } : { status: 204 };
  });
});
