import { createServer } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { type CallbackUrls, callbacks } from './callbacks.js';
import { clientApps } from './client-apps.js';
import { openCloud } from './cloud.js';
import { control, type Steering } from './control.js';
import { rateLimits } from './rate-limits.js';
import { close, type FakeCall, listen, serve } from './server.js';
import { type FakeState, stateAsJson } from './state.js';
import { troubles } from './troubles.js';

export interface FakeRongCloudOptions {
  readonly appKey?: string;
  readonly appSecret?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Keeps here what was done, and begins with what is in it. Without it a fake begins empty. */
  readonly file?: string;
  /** Whether more calls than documented are refused with 1008. Default false. */
  readonly limits?: boolean;
  /** How far a timestamp may be off; default: as far as it likes. */
  readonly clockSkewWindowMs?: number;
  /** How many users may be given tokens before 2007; default: no end. A development app has 100. */
  readonly userQuota?: number;
  /** Whether answers are compressed for clients that take it. Default false. */
  readonly gzip?: boolean;
  /** Where callbacks go unless they say otherwise. */
  readonly callbackUrls?: CallbackUrls;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Waits, for a fake that is slow. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly onCall?: (call: FakeCall) => void;
}

export interface FakeRongCloud extends Steering {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** As it is now. What a test changes in it by hand is not kept in the file. */
  readonly state: FakeState;
  /** The next call that comes in, of this path if one is given. */
  nextCall(path?: string): Promise<FakeCall>;
  /** Refuses connections, until `up`. A client may first notice that the one it has kept is gone. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** The defaults of `startFakeRongCloud`. */
const fakeAppKey = 'fakeAppKey';
const fakeAppSecret = 'fakeAppSecret';

/** A RongCloud on loopback, for one app: strict about every call, and wrong when told so. */
export async function startFakeRongCloud(options: FakeRongCloudOptions = {}): Promise<FakeRongCloud> {
  const { appKey = fakeAppKey, appSecret = fakeAppSecret, host = '127.0.0.1' } = options;
  const { now = Date.now, gzip = false, userQuota = Number.POSITIVE_INFINITY } = options;
  const { sleep = (ms: number) => sleepFor(ms, undefined, { ref: false }) } = options;

  const cloud = openCloud({ file: options.file, userQuota, now });
  const asked = troubles();
  const calls: FakeCall[] = [];
  const waiting = new Set<{ path: string | undefined; tell: (call: FakeCall) => void }>();
  const record = (call: FakeCall): void => {
    calls.push(call);
    options.onCall?.(call);
    for (const one of [...waiting]) {
      if (one.path !== undefined && one.path !== call.path) continue;
      waiting.delete(one);
      one.tell(call);
    }
  };

  const urls: CallbackUrls = { ...options.callbackUrls };
  const fake = {
    appKey,
    appSecret,
    state: cloud.state,
    stateAsJson: () => stateAsJson(cloud.state),
    calls,
    nextCall: (path?: string) => new Promise<FakeCall>((tell) => waiting.add({ path, tell })),
    misbehave: asked.ask,
    behave: asked.end,
    clients: clientApps(cloud),
    callbacks: callbacks({ appKey, appSecret, urls, now }),
    reset: () => {
      cloud.forget();
      asked.end();
      calls.length = 0;
    },
  };

  const check = { appKey, appSecret, clockSkewWindowMs: options.clockSkewWindowMs };
  const limits = options.limits ? rateLimits() : undefined;
  let isStopped = false;
  const serving = { cloud, check, limits, now, sleep, gzip, asked, record, isStopped: () => isStopped };
  const controlled = control({ ...fake, urls });
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const answered = path.startsWith('/_fake/')
      ? controlled(request, response, path)
      : serve(request, response, path, serving);
    answered.catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain' })
          .end(`A defect of the fake: ${String(error)}`);
    });
  });

  const port = await listen(server, options.port ?? 0, host);
  return {
    ...fake,
    url: `http://${host}:${port}`,
    down: () => close(server),
    up: async () => {
      await listen(server, port, host);
    },
    stop: async () => {
      isStopped = true;
      await close(server);
      cloud.close();
    },
  };
}
