import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command line as a process of its own. */
export interface KithProcess {
  readonly pid: number;
  /** The first match in what it prints to stdout, also if it was printed before. Rejects if it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

const cli = fileURLToPath(new URL('../cli.js', import.meta.url));

export function kith(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): KithProcess {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));

  return {
    pid: child.pid ?? 0,
    ended,
    signal: (signal) => void child.kill(signal),
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(out);
        if (found) return found;
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
        if (!more && !pattern.test(out))
          throw new Error(`It ended without printing ${pattern}: ${out}${err}`);
      }
    },
  };
}
