import { Agent, fetch } from 'undici';
import type { Answered } from './answer.js';
import { type Failure, failure } from './outcome.js';

/**
 * What RongCloud asks of those who keep connections: idle for less than 55 s, and fewer than 80 requests on each, or its
 * failover suffers. Node's own fetch knows no such number, nor how long connecting may take.
 */
const keepAlive = { keepAliveTimeout: 10_000, keepAliveMaxTimeout: 50_000, maxRequestsPerClient: 78 };
const connections = 32;
/** Far less than an attempt: a request whose connection never came about was surely not heard. */
const connectMs = 3_000;
const largestAnswer = 8 * 1024 * 1024;

export interface Post {
  (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Answered | Failure>;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

/** Sends a form, once, and reads the answer to its end. Never rejects, follows nowhere. */
export function poster(): Post {
  const agent = new Agent({
    ...keepAlive,
    connections,
    connect: { timeout: connectMs },
    maxResponseSize: largestAnswer,
  });
  const post = async (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Answered | Failure> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': 'application/x-www-form-urlencoded',
          Accept: 'application/json',
        },
        body,
        signal,
        redirect: 'manual',
        dispatcher: agent,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      return signal.aborted ? failure('lost', 'no answer in time') : connectionFailure(error);
    }
  };
  let closing: Promise<void> | undefined;
  return Object.assign(post, {
    close() {
      closing ??= agent.close();
      return closing;
    },
  });
}

/** Nothing was sent: there was no connection yet. */
const beforeSending: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** @param error what fetch threw; the reason is its cause, or one cause for each address of the host */
export function connectionFailure(error: unknown): Failure {
  const all = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const cause: unknown = all instanceof AggregateError ? all.errors[0] : all;
  const code = textOf(cause, 'code');
  const isUnsent = beforeSending.has(code) || textOf(cause, 'syscall') === 'connect';
  return failure(isUnsent ? 'unreached' : 'lost', `connection failed: ${code || 'unknown'}`);
}

const textOf = (error: unknown, key: 'code' | 'syscall'): string =>
  typeof error === 'object' && error !== null && key in error
    ? String((error as Record<string, unknown>)[key])
    : '';
