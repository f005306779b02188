import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  /** Where it listens: 'http://127.0.0.1:8585'. */
  readonly url: string;
  /** Takes no more connections, waits for the requests in flight, at most `graceMs`, and then cuts what is left. */
  stop(graceMs: number): Promise<void>;
}

const secondMs = 1_000;

/** What slow and silent clients are given; keep-alive outlasts the 60 s of the usual proxies, so that they close first. */
const timeouts = {
  headersTimeout: 15 * secondMs,
  requestTimeout: 30 * secondMs,
  keepAliveTimeout: 65 * secondMs,
};

/** @throws the system's error when it cannot listen there, with its `code`: 'EADDRINUSE' … */
export async function listen(
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = createServer(timeouts, listener);
  const inFlight = requestsInFlight(server);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.off('error', reject) && undefined));
  });

  return {
    url: urlOf(server.address() as AddressInfo),
    async stop(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const response of inFlight) closeAfter(response);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function requestsInFlight(server: Server): ReadonlySet<ServerResponse> {
  const inFlight = new Set<ServerResponse>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    inFlight.add(response);
    // A connection kept alive may bring one more request while the server stops.
    if (!server.listening) closeAfter(response);
    response.once('close', () => {
      inFlight.delete(response);
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  return inFlight;
}

/** Else the client would keep the connection, and the server would wait for it. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
