import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

/** What came of a request. After `not-sent`, and only then, it is certain that nobody acted on it. */
export type HttpResult =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'not-sent'; readonly cause: string }
  | { readonly kind: 'uncertain'; readonly cause: string };

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Until the last byte of the answer; 8 s unless given. */
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 8_000;
const maxAnswerBytes = 64 * 1024;

/**
 * Posts once: follows no redirect, repeats nothing, and never rejects. Every request opens a connection of its own, so
 * that a request whose connection never came to be (no address, refused, no answer, a bad certificate) is known to be
 * unsent. An answer of more than 64 KiB counts as broken.
 *
 * @returns with a `cause` that names an error, and shows neither address nor content
 */
export async function post(
  url: string | URL,
  { headers, body, timeoutMs = defaultTimeoutMs }: HttpRequest,
): Promise<HttpResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  let connected = false;
  try {
    const response = await answerTo(new URL(url), headers, body, signal, () => {
      connected = true;
    });
    return { kind: 'answered', status: response.statusCode ?? 0, text: await wholeText(response) };
  } catch (error) {
    return {
      kind: connected ? 'uncertain' : 'not-sent',
      cause: signal.aborted ? 'TIMEOUT' : causeOf(error),
    };
  }
}

function answerTo(
  url: URL,
  headers: HttpRequest['headers'],
  body: string,
  signal: AbortSignal,
  onConnected: () => void,
): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isSecure ? secureRequest : plainRequest)(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal,
    });
    request.once('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', onConnected));
    request.once('response', resolve);
    request.on('error', reject);
    // Without an error, when the other side leaves HTTP.
    request.once('close', () => reject(new Error('CLOSED')));
    request.end(body);
  });
}

async function wholeText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new Error('ANSWER_TOO_LONG');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.message;
}
