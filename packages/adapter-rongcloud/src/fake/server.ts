import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Form } from './form.js';
import { type Answer, type Judge, judge, refusal } from './judge.js';
import type { Trouble, troubles } from './troubles.js';

/** A call of the Server API, as it came and went. */
export interface FakeCall {
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Each name with all its values; empty when the call was not read or could not be. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** What was answered, or would have been; null if it was not carried out. */
  readonly code: number | null;
  /** What went wrong on purpose. */
  readonly trouble: Trouble['kind'] | null;
}

/** More is not kept: what has so much is refused anyway. */
const longestBody = 4 * 1024 * 1024;

/** Null if whoever sent it hung up before its end. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= longestBody) chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString();
}

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

type Garbage = Extract<Trouble, { kind: 'garbage' }>['as'];

/** In place of an answer. `cut-off` is more than another text. */
const garbage: Readonly<Record<Garbage, (text: string) => string>> = {
  html: () => '<html><body><h1>502 Bad Gateway</h1></body></html>',
  'no-code': () => '{"result":"ok"}',
  bare: () => '{"code":200}',
  half,
  'cut-off': half,
};

interface Writing {
  readonly gzip: boolean;
  readonly trouble: Trouble | undefined;
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { gzip, trouble }: Writing,
) {
  if (trouble?.kind === 'hang') return;
  if (trouble?.kind === 'drop') {
    request.socket.resetAndDestroy();
    return;
  }
  const whole = JSON.stringify(answer.body);
  const isSpoilt = trouble?.kind === 'garbage';
  const text = isSpoilt ? garbage[trouble.as](whole) : whole;
  const type = isSpoilt && trouble.as === 'html' ? 'text/html' : 'application/json; charset=utf-8';
  const isZipped = gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = isZipped ? gzipSync(text) : Buffer.from(text);
  const isCutOff = isSpoilt && trouble.as === 'cut-off';
  response.writeHead(answer.status, {
    'content-type': type,
    'content-length': isCutOff ? bytes.length * 2 : bytes.length,
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
  });
  if (isCutOff) response.write(bytes, () => request.socket.destroy());
  else response.end(bytes);
}

/** Trouble that comes instead of doing what was asked for. */
const preventedBy = (trouble: Trouble | undefined, path: string): Answer | undefined => {
  if (trouble === undefined || trouble.kind === 'slow') return undefined;
  if (trouble.kind === 'refuse') {
    const answer = refusal(trouble.code, path);
    return { ...answer, status: trouble.status ?? answer.status };
  }
  return trouble.done ? undefined : { status: 200, body: { code: 200 } };
};

export interface Serving extends Judge {
  readonly gzip: boolean;
  readonly asked: ReturnType<typeof troubles>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly record: (call: FakeCall) => void;
  readonly isStopped: () => boolean;
}

/** Answers one call of the Server API. Who hangs up while it is slow does not undo the call. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  serving: Serving,
) {
  const trouble = serving.asked.next(path);
  const call = { path, headers: request.headers, trouble: trouble?.kind ?? null };
  const isUnread = trouble?.kind === 'drop' && !trouble.done;
  const body = isUnread ? '' : await readBody(request);
  if (trouble?.ms) await serving.sleep(trouble.ms);
  if (body === null || serving.isStopped()) return;

  const prevented = preventedBy(trouble, path);
  const { form, ...answer } = prevented
    ? { ...prevented, form: parsed(body) }
    : judge(request, path, body, serving);
  const code = !prevented || trouble?.kind === 'refuse' ? answer.body.code : null;
  serving.record({ ...call, at: serving.now(), fields: Object.fromEntries(form), code });
  write(request, response, answer, { gzip: serving.gzip, trouble });
}

/** For the record of a call that nobody judges. */
const parsed = (body: string): Form => {
  const form = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) form.set(name, [...(form.get(name) ?? []), value]);
  return form;
};

/** Listens on an address, and gives the port. */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Ends every connection, answered or not. */
export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
