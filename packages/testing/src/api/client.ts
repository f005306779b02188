import { expect } from 'chai';
import {
  type Answer,
  bodyOf,
  checkAnswer,
  contentTypeOf,
  type Exchange,
  exchange,
  titleOf,
} from './answer.js';
import type { ApiDescription } from './openapi.js';
import { rawRequest } from './raw-request.js';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as it is, in place of a JSON body. */
  readonly text?: string;
  /** The path is none of the API's: only the rules for every answer are checked, not the description. */
  readonly undescribed?: boolean;
}

/** One device: it keeps its session cookie as clients do, and checks every answer it gets. */
export interface Client {
  get(path: string, options?: CallOptions): Exchange;
  /** Without a body: none is sent, and no Content-Type. */
  post(path: string, body?: unknown, options?: CallOptions): Exchange;
  call(method: string, path: string, body: unknown, options?: CallOptions): Exchange;
  /** The stored cookie, `name=value`; null when there is none. */
  cookie(): string | null;
}

/** As clients in the field spell it: without a blank. */
const jsonType = 'application/json;charset=UTF-8';

const pairOf = (setCookie: string): string => setCookie.split(';', 1)[0] ?? '';

export function apiClient(
  baseUrl: string,
  description: ApiDescription,
  cookieAtFirst: string | null = null,
): Client {
  let cookie = cookieAtFirst;

  async function send(method: string, path: string, body: unknown, options: CallOptions): Promise<Answer> {
    const payload = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const headers: Record<string, string | readonly string[]> = { 'user-agent': 'kith-api-suite' };
    if (payload !== undefined) headers['content-type'] = jsonType;
    if (cookie !== null) headers.cookie = cookie;
    const answer = await rawRequest(baseUrl, {
      method,
      path,
      headers: { ...headers, ...options.headers },
      payload,
    });
    const [setCookie] = answer.cookies;
    if (setCookie) cookie = pairOf(setCookie);
    checkAnswer(answer);
    if (!options.undescribed) checkDescribed(answer);
    return answer;
  }

  function checkDescribed(answer: Answer): void {
    const complaints = description.complaints({
      method: answer.method,
      path: answer.path.split('?', 1)[0] ?? '',
      status: answer.status,
      contentType: contentTypeOf(answer),
      body: bodyOf(answer),
    });
    expect(complaints, `${titleOf(answer)} ${answer.text.slice(0, 200)}, by /openapi.json`).to.deep.equal([]);
  }

  const call: Client['call'] = (method, path, body, options = {}) =>
    exchange(send(method, path, body, options));
  return {
    call,
    get: (path, options) => call('GET', path, undefined, options),
    post: (path, body, options) => call('POST', path, body, options),
    cookie: () => cookie,
  };
}
