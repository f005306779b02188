// What a call may hold. A rule reads one value; a field finds its values in the form.
import type { Form } from './form.js';
import { Refusal } from './refusal.js';

/** @throws Refusal */
export type Rule<T> = (value: string, name: string) => T;

export interface Field<T> {
  readonly isRequired: boolean;
  /** @throws Refusal */
  read(form: Form, name: string): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Read<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export const text =
  ({ maxChars = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } = {}): Rule<string> =>
  (value, name) => {
    if ([...value].length > maxChars) throw new Refusal(1005, `${name} has more than ${maxChars} characters`);
    if (Buffer.byteLength(value) > maxBytes)
      throw new Refusal(1005, `${name} has more than ${maxBytes} bytes`);
    return value;
  };

const filled =
  (rule: Rule<string>): Rule<string> =>
  (value, name) => {
    if (value === '') throw new Refusal(1002, `${name} is empty`);
    return rule(value, name);
  };

const matching =
  (pattern: RegExp, words: string, rule: Rule<string>): Rule<string> =>
  (value, name) => {
    const checked = filled(rule)(value, name);
    if (!pattern.test(checked)) throw new Refusal(1002, `${name} may hold only ${words}`);
    return checked;
  };

/** The newest pages say letters and digits; older ones allow these signs too, and the original server sends `__system__`. */
export const userId = matching(/^[\w+=-]+$/, 'letters, digits and + = - _', text({ maxBytes: 64 }));
export const groupId = matching(/^[A-Za-z0-9]+$/, 'letters and digits', text({ maxChars: 64 }));

export const integer =
  ({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Rule<number> =>
  (value, name) => {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max))
      throw new Refusal(1002, `${name} must be an integer from ${min} to ${max}`);
    return number;
  };

/** 1 private, 3 group, 4 chat room, 6 system, 10 ultra group. */
export const conversationType: Rule<number> = (value, name) => {
  const type = integer()(value, name);
  if (![1, 3, 4, 6, 10].includes(type)) throw new Refusal(1002, `${name} ${type} is none`);
  return type;
};

export const flag: Rule<boolean> = (value, name) => integer({ max: 1 })(value, name) === 1;

export const bool: Rule<boolean> = (value, name) => {
  if (value !== 'true' && value !== 'false') throw new Refusal(1002, `${name} must be true or false`);
  return value === 'true';
};

export const json: Rule<unknown> = (value, name) => {
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal(1002, `${name} must be JSON`);
  }
};

const single = (form: Form, name: string): string | undefined => {
  const values = form.get(name) ?? [];
  if (values.length > 1) throw new Refusal(1002, `${name} is given ${values.length} times`);
  return values[0];
};

/** Given once, and not empty. */
export const required = <T>(rule: Rule<T>): Field<T> => ({
  isRequired: true,
  read: (form, name) => {
    const value = single(form, name);
    if (value === undefined || value === '') throw new Refusal(1002, `${name} is required`);
    return rule(value, name);
  },
});

export const optional = <T>(rule: Rule<T>): Field<T | undefined> => ({
  isRequired: false,
  read: (form, name) => {
    const value = single(form, name);
    return value === undefined ? undefined : rule(value, name);
  },
});

/** The same name again for each: `userId=1&userId=2`. */
export const repeated = <T>(rule: Rule<T>, { min = 1, max }: { min?: number; max: number }): Field<T[]> => ({
  isRequired: min > 0,
  read: (form, name) => {
    const values = form.get(name) ?? [];
    if (values.length < min) throw new Refusal(1002, `${name} is required`);
    if (values.length > max) throw new Refusal(1002, `${values.length} ${name}, more than ${max}`);
    return values.map((value) => rule(value, name));
  },
});

/** One field for each, with the key in its name: `group[a]=A&group[b]=B`. */
export const keyed = <T>(key: Rule<string>, rule: Rule<T>): Field<Map<string, T>> => ({
  isRequired: false,
  read: (form, name) => {
    const entries = new Map<string, T>();
    for (const full of form.keys()) {
      if (!full.startsWith(`${name}[`) || !full.endsWith(']')) continue;
      const inner = key(full.slice(name.length + 1, -1), full);
      entries.set(inner, rule(single(form, full) ?? '', full));
    }
    return entries;
  },
});
