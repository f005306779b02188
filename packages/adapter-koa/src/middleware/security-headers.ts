import type { Middleware } from '../context.js';

const headers = {
  // Errors are plain text labelled as HTML, as clients expect it: nothing in them may run.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const overHttps = { 'Strict-Transport-Security': 'max-age=15552000' };

/** What browsers must not do with answers. */
export const securityHeaders = ({ secure }: { readonly secure: boolean }): Middleware => {
  const all = secure ? { ...headers, ...overHttps } : headers;
  return async (context, next) => {
    context.set(all);
    await next();
  };
};
