import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

type Direction = 'to server' | 'to client';

/** A proxy on the loopback interface, before a server, that spoils the line on command. */
export interface TcpProxy {
  readonly host: string;
  readonly port: number;
  /** How many clients are connected through it. */
  readonly connections: number;
  /**
   * Forwards nothing more, in one direction or in both, as when a cable is pulled: connections stay open, new ones
   * are accepted, and nobody is told of an end.
   */
  stall(direction?: Direction): void;
  /** Forwards whatever comes from now on that much later. */
  delay(ms: number): void;
  /** Resets every connection, on both sides. */
  reset(): void;
  /** Resets every connection and refuses new ones, as when nothing listens any more. */
  refuse(): Promise<void>;
  /** Ends what `stall`, `delay` and `refuse` began; what was held up goes on. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const BOTH: readonly Direction[] = ['to server', 'to client'];

/** What is wrong with the line now. */
interface Line {
  readonly stalled: Set<Direction>;
  delayMs: number;
  /** Emits `change`. */
  readonly events: EventEmitter;
}

/** One client, and the connection to the server that is its own. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Aborted when the pair is reset, so that nobody waits for the line. */
  readonly life: AbortController;
}

const drainedOrClosed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('drain', resolve).once('close', resolve);
  });

/** As when the peer's machine says that it knows of no such connection. A Unix socket cannot, and just closes. */
const breakOff = (socket: Socket): void => {
  if (socket.remoteFamily) socket.resetAndDestroy();
  else socket.destroy();
};

/** Carries what comes in one direction, then how it ends: both wait while the line is stalled. */
async function carry(from: Socket, to: Socket, direction: Direction, line: Line, signal: AbortSignal) {
  const passage = async () => {
    while (line.stalled.has(direction)) await once(line.events, 'change', { signal });
  };
  let finish = (): void => void to.end();
  try {
    for await (const chunk of from.iterator({ destroyOnReturn: false })) {
      if (line.delayMs > 0) await setTimeout(line.delayMs, undefined, { signal });
      await passage();
      if (to.destroyed) return;
      if (!to.write(chunk)) await drainedOrClosed(to);
    }
  } catch {
    finish = () => breakOff(to);
  }
  await passage();
  finish();
}

const openPair = (client: Socket, target: NetConnectOpts, line: Line): Pair => {
  const server = connect({ ...target, allowHalfOpen: true });
  const life = new AbortController();
  for (const socket of [client, server]) socket.on('error', () => {});
  // Whoever waits when the pair is reset has nothing left to carry.
  carry(client, server, 'to server', line, life.signal).catch(() => {});
  carry(server, client, 'to client', line, life.signal).catch(() => {});
  return { client, server, life };
};

const resetPair = ({ client, server, life }: Pair): void => {
  life.abort();
  breakOff(client);
  breakOff(server);
};

/** Starts a proxy before a server: `{ path }` of its Unix socket, or `{ host, port }`. */
export async function startTcpProxy(target: NetConnectOpts): Promise<TcpProxy> {
  const line: Line = { stalled: new Set(), delayMs: 0, events: new EventEmitter().setMaxListeners(0) };
  const pairs = new Set<Pair>();
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const pair = openPair(client, target, line);
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
  });

  const listen = async (port: number): Promise<void> => {
    listener.listen(port, HOST);
    await once(listener, 'listening');
  };
  const reset = () => {
    for (const pair of pairs) resetPair(pair);
  };
  const refuse = async (): Promise<void> => {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    reset();
    await closed;
  };

  await listen(0);
  const { port } = listener.address() as AddressInfo;
  return {
    host: HOST,
    port,
    get connections() {
      return pairs.size;
    },
    stall(direction) {
      for (const each of direction === undefined ? BOTH : [direction]) line.stalled.add(each);
    },
    delay(ms) {
      line.delayMs = ms;
    },
    reset,
    refuse,
    async resume() {
      line.stalled.clear();
      line.delayMs = 0;
      line.events.emit('change');
      if (!listener.listening) await listen(port);
    },
    close: refuse,
  };
}
