import { Agent, type Dispatcher, fetch } from 'undici';
import type { Answered } from './answer.js';
import { type Failure, failure } from './outcome.js';

/**
 * What RongCloud asks of those who keep connections: idle for less than 55 s, and fewer than 80 requests on each, or its
 * failover suffers. Node's own fetch knows no such number, nor how long connecting may take.
 */
const keepAlive = { keepAliveTimeout: 10_000, keepAliveMaxTimeout: 50_000, maxRequestsPerClient: 78 };
const connections = 32;
/** Far less than an attempt: then there is time for the other host. */
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
    let isBegun = false;
    const dispatcher = agent.compose(
      noting(() => {
        isBegun = true;
      }),
    );
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
        dispatcher,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // Before its first byte nobody can have heard it.
      const kind = isBegun ? 'lost' : 'unreached';
      if (signal.aborted) return failure(kind, `no ${isBegun ? 'answer' : 'connection'} in time`);
      return failure(kind, `connection failed: ${codeOf(error) || 'unknown'}`);
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

/** Tells when a request has a connection, and is written next. */
const noting =
  (onBegin: () => void): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart(...args) {
        onBegin();
        handler.onRequestStart?.(...args);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });

/** The cause of what fetch threw, or of the first of one for each address of the host. */
function codeOf(error: unknown): string {
  const all = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const cause: unknown = all instanceof AggregateError ? all.errors[0] : all;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
