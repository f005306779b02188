import { Readable } from 'node:stream';

/** A body of which not more is held than its reader is about to take. */
export interface PacedBody {
  readonly body: Readable;
  /** Done when more is wanted. @throws what the body was destroyed with: the client went away, or took too long */
  write(text: string): Promise<void>;
  /** Writes the last of it. */
  end(text: string): void;
}

/** Known by its code as nothing of ours, as other errors of clients are. */
class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: 'ECONNRESET' | 'ETIMEDOUT';

  constructor(code: ClientError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** @param patience when it is over, the body ends in the middle */
export function pacedBody(patience: AbortSignal): PacedBody {
  let proceed = () => {};
  let giveUp = (_: Error) => {};

  const body = new Readable({
    read: () => proceed(),
    destroy(error, done) {
      giveUp(error ?? new ClientError('ECONNRESET', 'the client went away'));
      done(error);
    },
  });
  const isOver = () => body.destroy(new ClientError('ETIMEDOUT', 'the client took too long'));
  patience.addEventListener('abort', isOver);
  body.once('close', () => patience.removeEventListener('abort', isOver));

  return {
    body,
    async write(text) {
      if (body.destroyed) throw body.errored ?? new ClientError('ECONNRESET', 'the client went away');
      if (text === '' || body.push(text)) return;
      await new Promise<void>((resolve, reject) => {
        proceed = resolve;
        giveUp = reject;
      });
    },
    end(text) {
      body.push(text);
      body.push(null);
    },
  };
}
