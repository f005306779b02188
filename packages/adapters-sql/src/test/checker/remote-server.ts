import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Asked, type Kind, type Message, type Reply, ready, type ServerConfig } from './protocol.js';

const PROGRAM = fileURLToPath(new URL('./server.js', import.meta.url));

/** A process of a server, as those see it who ask it. */
export interface RemoteServer {
  /** Always answered: where the process ends first, with `unavailable`. */
  ask<K extends Kind>(kind: K, asks: Asked[K]['asks']): Promise<Reply<K>>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

/** Starts one; resolves when it can be asked. */
export async function startServer(config: ServerConfig): Promise<RemoteServer> {
  const child = fork(PROGRAM, [JSON.stringify(config)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const waiting = new Map<number, (reply: Reply) => void>();
  let complaints = '';
  let isOver = false;
  let lastId = 0;
  child.stderr?.on('data', (text) => {
    complaints += text;
  });
  child.on('message', (message: Message | typeof ready) => {
    if (message === ready) return;
    waiting.get(message.id)?.(message.reply);
    waiting.delete(message.id);
  });
  const gone: Reply = { outcome: 'unavailable', reason: 'the process ended' };
  const ended = once(child, 'exit').then(() => {
    isOver = true;
    for (const resolve of waiting.values()) resolve(gone);
    waiting.clear();
  });
  const started = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
  if (!started) throw new Error(`a server does not start:\n${complaints}`);

  return {
    ended,
    ask<K extends Kind>(kind: K, asks: Asked[K]['asks']) {
      lastId += 1;
      const id = lastId;
      return new Promise<Reply>((resolve) => {
        if (isOver) return resolve(gone);
        waiting.set(id, resolve);
        // A process that is just ending does not take it; then it ends, which answers.
        child.send({ id, kind, asks }, () => {});
      }) as Promise<Reply<K>>;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
