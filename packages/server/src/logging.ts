import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { prettyFactory } from 'pino-pretty';
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
  return pino(
    { level: logLevel, base: null, redact: { paths, censor: '[hidden]' }, serializers: { err: errorFields } },
    mode === 'development' ? forPeople(destination) : destination,
  );
}

/** In this thread and at once: the last lines of a worker, or of a stream, can be lost when the process ends. */
function forPeople(destination: DestinationStream): DestinationStream {
  const pretty = prettyFactory({
    colorize: process.stdout.isTTY === true,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return { write: (line) => destination.write(pretty(line)) };
}

/** No other property of an error: drivers put statements and their values there. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return maskText(String(error));
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? { code: error.code } : {};
  return { type, ...code, message: maskText(message), stack: maskText(stack) };
}
