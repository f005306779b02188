import type { Readable } from 'node:stream';
import type { ReceiveChanges } from '@kith/core';
import type { Ids } from '../../http-services.js';
import { type PacedBody, pacedBody } from '../../paced-body.js';
import { longText, shortText } from './text.js';

interface Answer {
  readonly text: string | Readable;
  /** Its `ETag`; a long answer has none. */
  readonly tag?: string;
}

/**
 * Writes what is handed over. What comes in one part is one text, and its snapshot is given back at once; what comes in
 * several is written at the pace of the client, as long as there is patience.
 */
export const answerOf = (
  handOver: (receive: ReceiveChanges) => Promise<void>,
  { ids, patience }: { readonly ids: Ids; readonly patience: () => AbortSignal },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = longText(ids);
    let paced: PacedBody | undefined;

    const receive: ReceiveChanges = async (part, isLast) => {
      if (isLast && !paced) return resolve(shortText(ids, part));
      if (!paced) {
        paced = pacedBody(patience());
        resolve({ text: paced.body });
      }
      await paced.write(text.add(part));
    };

    handOver(receive).then(
      () => paced?.end(text.end()),
      (error) => (paced ? paced.body.destroy(error) : reject(error)),
    );
  });
