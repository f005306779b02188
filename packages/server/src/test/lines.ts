import type { DestinationStream } from 'pino';

/** A place to log to that keeps the lines. */
export function lines(): DestinationStream & { readonly all: readonly string[]; text(): string } {
  const all: string[] = [];
  return { all, write: (line: string) => void all.push(line), text: () => all.join('') };
}
