import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** One value each, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  /** Sent as JSON unless it is text already. */
  readonly body: unknown;
}

const endings = {
  /** Answers. */
  well: (response, { status, body }) =>
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body)),
  /** Never says anything. */
  hanging: () => {},
  /** Drops the connection. */
  resetting: (response) => response.socket?.resetAndDestroy(),
  /** Stops in the middle of the answer. */
  cutting: (response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"code":0', () => response.socket?.destroy());
  },
  /** Begins to answer, and never ends. */
  dripping: (response) => void response.writeHead(200).write('{"code":0'),
  /** Some proxy's page in its place. */
  garbage: (response) => response.writeHead(502).end('<html>Bad Gateway</html>'),
  /** Answers without end. */
  flooding: (response) => response.writeHead(200).end(`{"code":"${'0'.repeat(1_000_000)}"}`),
} as const satisfies Record<string, (response: ServerResponse, answer: FakeAnswer) => unknown>;

/** How a server ends a request that it has acted on. */
export type Mood = keyof typeof endings;

export interface FakeServer {
  /** On loopback, without a path. */
  readonly url: string;
  /** All that came in, oldest first. */
  readonly requests: readonly FakeRequest[];
  setMood(mood: Mood): void;
  /** Nothing listens any more. */
  close(): Promise<void>;
}

/** A provider's server, which acts on each request first and may fail to say so. */
export async function fakeServer(act: (request: FakeRequest) => FakeAnswer): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  let mood: Mood = 'well';
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    endings[mood](response, act(request));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    setMood(next) {
      mood = next;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [
    name,
    values?.join(', '),
  ]);
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
