import type { z } from 'zod';
import { RequestError } from './request-error.js';

/** What a field's schema says of a value that counts as absent, such as an id that cannot be read. */
export const emptyMessage = 'empty';

type Fields = Readonly<Record<string, unknown>>;

/**
 * @returns the fields as the schema gives them
 * @throws RequestError `field-empty` or `field-invalid`, naming the first bad field in the order they were sent
 */
export function checkFields(schema: z.ZodType, fields: Fields): unknown {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  throw fieldError(result.error.issues, fields);
}

function fieldError(issues: readonly z.core.$ZodIssue[], fields: Fields): RequestError {
  const order = Object.keys(fields);
  const place = ({ path: [field] }: z.core.$ZodIssue): number => {
    const index = order.indexOf(String(field));
    return index === -1 ? order.length : index;
  };
  const [first] = issues.toSorted((a, b) => place(a) - place(b));
  const field = String(first?.path[0] ?? 'body');
  return new RequestError(
    isEmpty(fields[field]) || first?.message === emptyMessage ? 'field-empty' : 'field-invalid',
    {
      field,
    },
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
