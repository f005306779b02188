import type { Readable } from 'node:stream';

/** An envelope that is written already: its JSON text, whole or as it comes. */
export class WrittenEnvelope {
  readonly text: string | Readable;

  constructor(text: string | Readable) {
    this.text = text;
  }
}
