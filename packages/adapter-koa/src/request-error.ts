import type { HttpError } from './http-error.js';

/** What is wrong with a request before any use case hears of it. */
export const requestErrors = {
  'body-malformed': { status: 400, text: 'Malformed JSON.' },
  'body-too-large': { status: 413, text: 'Request body is too large.' },
  'body-encoding-unknown': { status: 415, text: 'Unsupported content encoding.' },
  'field-empty': { status: 400, text: 'Empty {field}.' },
  'field-invalid': { status: 400, text: 'Invalid {field}.' },
  'friend-id-unreadable': { status: 403, text: 'Current user is not friend of user {friendId}.' },
  'sync-version-malformed': { status: 400, text: 'Version parameter is not integer.' },
  'sync-era-malformed': { status: 400, text: 'Era parameter is not integer.' },
  'client-version-malformed': { status: 400, text: 'Invalid version.' },
  'conversation-type-unknown': { status: 403, text: 'Unsupported conversation type.' },
  'too-many-requests': { code: 5000, status: 429, text: 'Too many requests from this address.' },
  'not-implemented': { status: 404, text: 'Not implements.' },
  'route-unknown': { status: 404, text: 'Cannot {method} {path}' },
  unexpected: { status: 500, text: 'Unknown error.' },
} as const satisfies Record<string, HttpError>;

export type RequestErrorCode = keyof typeof requestErrors;

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  /** What fills in the text. */
  readonly data: Readonly<Record<string, string | number>>;

  constructor(code: RequestErrorCode, data: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.data = data;
  }
}
