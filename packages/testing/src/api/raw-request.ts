import { Agent, request } from 'node:http';
import type { Answer } from './answer.js';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** A list of values is sent as that many lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly payload?: string | undefined;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * One request with exactly these headers: `fetch` would add some of its own (User-Agent), join others (Cookie)
 * and unpack what is compressed.
 */
export function rawRequest(baseUrl: string, { method, path, headers, payload }: RawRequest): Promise<Answer> {
  const { hostname, port, host } = new URL(baseUrl);
  const length = payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) };
  const lines = Object.entries({ host, ...headers, ...length }).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );

  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers: lines }, (received) => {
      const chunks: Buffer[] = [];
      received.on('data', (chunk: Buffer) => chunks.push(chunk));
      received.on('error', reject);
      received.on('end', () =>
        resolve({
          method,
          path,
          status: received.statusCode ?? 0,
          headers: new Map(
            Object.entries(received.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
          ),
          cookies: received.headers['set-cookie'] ?? [],
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}
