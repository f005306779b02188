/** A request to the app's server, whatever serves it. */
export interface CallbackRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
}

export interface CallbackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export type CallbackHandler = (request: CallbackRequest) => Promise<CallbackAnswer>;

/** Why a callback is not taken. */
export class CallbackRefusal extends Error {
  override readonly name = 'CallbackRefusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
