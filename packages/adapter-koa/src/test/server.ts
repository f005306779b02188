import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUseCases, developmentRules } from '@kith/core';
import { type InMemoryPorts, inMemoryPorts } from '@kith/core/in-memory';
import Koa from 'koa';
import { type HttpOptions, type HttpServices, kithApp } from '../index.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text, read as JSON. */
  json(): Record<string, unknown>;
  /** What `Set-Cookie` says of the session, up to the first attribute. */
  cookie(): string;
}

export interface Sending {
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Buffer;
}

export interface TestServer {
  readonly url: string;
  readonly ports: InMemoryPorts;
  /** What `onError` heard. */
  readonly reported: unknown[];
  call(method: string, path: string, sending?: Sending): Promise<Answer>;
  /** Signs up with a number that nobody has, through every step. */
  signUp(nickname: string): Promise<{ readonly id: string; readonly phone: string; readonly cookie: string }>;
  stop(): Promise<void>;
}

export const testOptions: HttpOptions = {
  mode: 'production',
  cookie: { name: 'rong_auth_cookie', maxAgeMs: 2_592_000_000, secure: false },
  authKeys: ['a key that signs'],
  corsOrigins: ['https://chat.example.com'],
};

export const inMemoryServices = (): { readonly ports: InMemoryPorts; readonly services: HttpServices } => {
  const ports = inMemoryPorts({ rules: developmentRules });
  return { ports, services: { ...ports, ...createUseCases(ports) } };
};

/** A server on in-memory services, with single services replaced where a test wants it. */
export async function startServer({
  options,
  replace,
  app = (services, all) => kithApp(services, all),
}: {
  readonly options?: Partial<HttpOptions>;
  readonly replace?: Partial<HttpServices>;
  readonly app?: (services: HttpServices, options: HttpOptions) => Koa;
} = {}): Promise<TestServer> {
  const { ports, services } = inMemoryServices();
  const reported: unknown[] = [];
  const onError = (error: unknown) => reported.push(error);
  const server = app({ ...services, ...replace }, { ...testOptions, onError, ...options }).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const call = caller(port);
  let phones = 0;

  return {
    url: `http://127.0.0.1:${port}`,
    ports,
    reported,
    call,
    async signUp(nickname) {
      phones += 1;
      const phone = String(13_900_000_000 + phones);
      await call('POST', '/user/send_code', { json: { region: '86', phone } });
      const verified = await call('POST', '/user/verify_code', {
        json: { region: '86', phone, code: '9999' },
      });
      const { verification_token } = verified.json().result as { verification_token: string };
      const registered = await call('POST', '/user/register', {
        json: { nickname, password: 'P@ssw0rd', verification_token },
      });
      const { id } = registered.json().result as { id: string };
      return { id, phone, cookie: registered.cookie() };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const caller =
  (port: number): TestServer['call'] =>
  async (method, path, { headers = {}, json, raw } = {}) => {
    const body = json === undefined ? raw : JSON.stringify(json);
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    outgoing.end(body);
    const [incoming] = await once(outgoing, 'response');
    let text = '';
    incoming.setEncoding('utf8');
    for await (const chunk of incoming) text += chunk;
    const setCookies: readonly string[] = incoming.headers['set-cookie'] ?? [];
    return {
      status: incoming.statusCode,
      headers: incoming.headers,
      text,
      json: () => JSON.parse(text),
      cookie: () => setCookies[0]?.split(';')[0] ?? '',
    };
  };

/** A host application that answers what Kith does not. */
export function hostApplication(middleware: Koa.Middleware): Koa {
  const app = new Koa();
  app.use(middleware);
  app.use((context) => {
    context.body = 'the host';
  });
  return app;
}
