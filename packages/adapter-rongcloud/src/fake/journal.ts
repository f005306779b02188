// What was done, one line each, so that a fake that was killed still knows what it had said yes to.
import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Form } from './form.js';

export interface Deed {
  readonly at: number;
  readonly path: string;
  readonly form: Form;
}

export interface Journal {
  /** On disk when it returns, as far as the death of this process goes. */
  write(deed: Deed): void;
  clear(): void;
  close(): void;
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};

/** Calls back for each deed of the file, oldest first. A last line that was cut off in writing counts for nothing. */
export function openJournal(file: string, replay: (deed: Deed) => void): Journal {
  const text = textOf(file);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const { at, path, form } = JSON.parse(line) as { at: number; path: string; form: [string, string[]][] };
    replay({ at, path, form: new Map(form) });
  }
  const handle = openSync(file, 'a');
  return {
    write: ({ at, path, form }) => {
      writeSync(handle, `${JSON.stringify({ at, path, form: [...form] })}\n`);
    },
    clear: () => truncateSync(file),
    close: () => closeSync(handle),
  };
}

export const noJournal: Journal = { write: () => {}, clear: () => {}, close: () => {} };
