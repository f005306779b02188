import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.js';
import { maskText } from './masking.js';

export type { Logger } from 'pino';

/** Hidden wherever a line has a field of this name, up to two levels deep. */
const secretFields = [
  'password',
  'newPassword',
  'oldPassword',
  'token',
  'verification_token',
  'phone',
  'cookie',
  'authorization',
];
const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/**
 * One JSON line an event; in development, lines for people. No line holds a phone number, password, token or cookie in
 * clear: fields of such names are hidden, and the texts of errors are masked.
 */
export function createLogger(
  { mode, logLevel }: Pick<Config, 'mode' | 'logLevel'>,
  destination: DestinationStream = pino.destination({ sync: true }),
): Logger {
  const stream =
    // In this thread: the last lines of a worker can be lost when the process ends.
    mode === 'development'
      ? pretty({ destination, sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss.l' })
      : destination;
  return pino(
    { level: logLevel, base: null, redact: { paths, censor: '[hidden]' }, serializers: { err: errorFields } },
    stream,
  );
}

/** No other property of an error: drivers put statements and their values there. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return maskText(String(error));
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? { code: error.code } : {};
  return { type, ...code, message: maskText(message), stack: maskText(stack) };
}
