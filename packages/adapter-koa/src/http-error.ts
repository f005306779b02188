/**
 * How an error looks on the wire (docs/wire/errors.md). In a text `{name}` stands for a value of the error or,
 * failing that, for a field of the request.
 */
export type HttpError = TextError | CodeError;

/** An HTTP error with a plain text. */
interface TextError {
  readonly status: number;
  readonly text: string;
  readonly retryAfterSeconds?: number;
}

/**
 * HTTP 200 with another `code` than 200: what clients are prepared to tell apart.
 * `status` is for those who ask for `application/problem+json`.
 */
export interface CodeError extends TextError {
  readonly code: number;
}

const placeholder = /\{(\w+)\}/g;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);

/** The text with its placeholders filled in, safe to be shown as HTML. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(placeholder, (_, name: string) => escapeHtml(values[name] ?? ''));
