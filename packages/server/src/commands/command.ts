/** One command of the command line. */
export interface Command {
  /** What follows the name: '[--status]'. */
  readonly usage: string;
  readonly summary: string;
  /** @returns the exit code. @throws UsageError, ConfigError, StartError: told without a stack */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** What a command reads and writes. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
}
