import { type HttpServer, listen } from '../http-server.js';
import { listenErrorOf } from '../start-error.js';

/** What is shown: its type, and a text that is made anew each time. */
export interface MetricsText {
  readonly contentType: string;
  read(): Promise<string>;
}

/** Answers `GET /metrics`, and nothing else. @throws StartError */
export async function serveMetrics(
  address: { readonly host: string; readonly port: number },
  { contentType, read }: MetricsText,
): Promise<HttpServer> {
  try {
    return await listen(({ url, method }, response) => {
      if (url !== '/metrics' || method !== 'GET') {
        response.writeHead(404).end();
        return;
      }
      read().then(
        (text) => response.writeHead(200, { 'Content-Type': contentType }).end(text),
        () => response.writeHead(503).end(),
      );
    }, address);
  } catch (error) {
    throw listenErrorOf(error, address);
  }
}
