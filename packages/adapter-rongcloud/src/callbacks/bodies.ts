import { z } from 'zod';
import { CallbackRefusal } from './request.js';

/** No text of ours, nor of a database, has a NUL in it. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => !value.includes('\0'));
const id = text(64).min(1);
/** What we show and do not go by. */
const label = text(1_024)
  .transform((value) => value.slice(0, 32))
  .default('');

const latestMs = 8_640_000_000_000_000;
/** Milliseconds since 1970. */
const time = z
  .union([z.int(), z.string().regex(/^\d{1,16}$/)])
  .transform(Number)
  .pipe(z.int().min(0).max(latestMs));

const status = z.object({
  userid: id,
  status: z
    .union([z.string(), z.int()])
    .transform(String)
    .pipe(z.enum(['0', '1', '2'])),
  os: label,
  time,
  sessionId: text(128).default(''),
});

/** The page shows one object; some apps get a list. */
const statuses = z
  .union([z.array(z.unknown()), z.unknown().transform((one) => [one])])
  .pipe(z.array(status).max(1_000));

const channels = [
  'PERSON',
  'PERSONS',
  'GROUP',
  'TEMPGROUP',
  'CUSTOMERSERVICE',
  'NOTIFY',
  'MC',
  'MP',
  'ULTRAGROUP',
] as const;

const message = z.object({
  fromUserId: id,
  toUserId: id,
  channelType: z.enum(channels),
  objectName: text(32).min(1),
  content: text(1_048_576),
  msgTimestamp: time,
  msgUID: id,
  source: label,
  groupUserIds: z.array(text(64)).default([]),
});

export type StatusFields = z.output<typeof status>;
export type MessageFields = z.output<typeof message>;

const repeated = new Set(['groupUserIds']);

/** @throws CallbackRefusal naming the field */
export const readStatuses = (body: string): readonly StatusFields[] => checked(statuses, jsonOf(body));

/** @throws CallbackRefusal naming the field */
export function readMessage(body: string): MessageFields {
  const form = new URLSearchParams(body);
  const fields = [...new Set(form.keys())].map((name) => [
    name,
    repeated.has(name) ? form.getAll(name).filter((value) => value !== '') : form.get(name),
  ]);
  return checked(message, Object.fromEntries(fields));
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new CallbackRefusal(400, 'Malformed JSON.');
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(fields);
  if (success) return data;
  const path = error.issues[0]?.path ?? [];
  // One object is read as a list of one.
  const own = Array.isArray(fields) || typeof path[0] !== 'number' ? path : path.slice(1);
  const problem = isEmpty(valueAt(fields, own)) ? 'Empty' : 'Invalid';
  throw new CallbackRefusal(400, `${problem} ${own.join('.') || 'body'}.`);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const valueAt = (fields: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    fields,
  );
