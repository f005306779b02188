import type { Slot } from './fleet.js';
import type { Asked, Kind, Reply } from './protocol.js';

const mostTries = 500;

/** Asks one server after the other, until one answers. */
export async function insist<K extends Kind>(
  slots: readonly Slot[],
  kind: K,
  asks: Asked[K]['asks'],
): Promise<Asked[K]['answer']> {
  let reply: Reply<K> | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    reply = await slots[tries % slots.length]?.ask(kind, asks);
    if (reply?.outcome === 'done') return reply.answer;
    if (reply?.outcome === 'broken') break;
  }
  throw new Error(`${kind} is not answered: ${JSON.stringify(reply)}`);
}
