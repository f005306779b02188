/** What another service calls: known by a signature of its own, not by a session. Not part of the OpenAPI document. */
export interface Webhook {
  /** What the access log calls it: the path may hold a secret. */
  readonly name: string;
  /** Compared exactly. */
  readonly path: `/${string}`;
  /** Called for every method. What it rejects with is answered as routes answer it. */
  handle(request: WebhookRequest): Promise<WebhookAnswer>;
}

export interface WebhookRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** As it came, whatever its type; at most 1 MiB. '' when there is none. */
  readonly body: string;
  readonly address: string;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Plain text. */
  readonly body?: string;
}
