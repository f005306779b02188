import { isIPv6 } from 'node:net';
import type { Middleware } from '../context.js';
import type { Endpoint } from '../endpoint.js';
import type { HttpServices } from '../http-services.js';
import type { AddressLimits } from '../options.js';
import { RequestError } from '../request-error.js';

/** Bounds what one address may try. The peer's address, unless a trusted proxy names another. */
export const addressLimit =
  (
    { limited }: Endpoint,
    { rateLimiter, limits }: Pick<HttpServices, 'rateLimiter'> & { readonly limits: AddressLimits },
  ): Middleware =>
  async (context, next) => {
    if (limited) {
      const retryAfterMs = await rateLimiter.take(`${limited}:${networkOf(context.ip)}`, limits[limited]);
      if (retryAfterMs > 0) throw new RequestError('too-many-requests', { retryAfterMs });
    }
    await next();
  };

const prefixGroups = 4;

/** Who holds an IPv6 address holds its /64 network, and may take any other address of it. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const embedded = /(?:^|:)(?<ipv4>\d+\.\d+\.\d+\.\d+)$/.exec(address)?.groups?.ipv4;
  if (embedded) return embedded;
  const [head = '', tail] = address.split('::');
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, prefixGroups).join(':');
}
