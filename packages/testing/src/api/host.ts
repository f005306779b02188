import type { IdCodec, ImDirectory, ImGateway, Rules, StampedEvent } from '@kith/core';

/** A running server under test, in this process. Its clock stands still but for `advance`. */
export interface ApiHost {
  /** `http://127.0.0.1:4711`, without a path. */
  readonly baseUrl: string;
  /** The rules the server goes by: the suite takes its times and limits from here. */
  readonly rules: Rules;
  readonly idCodec: IdCodec;
  readonly cookieName: string;
  /** An origin that the server's CORS list lets in. */
  readonly allowedOrigin: string;
  /** Moves the server's clock forward. */
  advance(ms: number): void | Promise<void>;
  /** The code that was last sent to a number of region 86. */
  lastCode(phone: string): string;
  /** Runs the relay until nothing is due, then gives everything the IM cloud has heard so far, in order. */
  imEvents(): Promise<readonly StampedEvent[]>;
  /** The IM cloud itself, past the server. */
  readonly im: ImGateway & ImDirectory;
  /** From now on the IM cloud cannot be reached. */
  breakIm(): void;
  mendIm(): void;
  stop(): Promise<void>;
}

export interface ApiSuiteOptions {
  /** Starts a server with an empty store, by its mode's rules but for those given. */
  start(rules?: Partial<Rules>): Promise<ApiHost>;
  /** In development the universal code is good and answers carry `message`. */
  readonly mode: 'development' | 'production';
}
