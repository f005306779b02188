import { Refusal } from './refusal.js';

/** The fields of a form; one that was sent several times has several values. */
export type Form = ReadonlyMap<string, readonly string[]>;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal(1002, `${text} is not UTF-8, percent-encoded`);
  }
};

/** Stricter than URLSearchParams, which lets broken encodings pass. Names are decoded too: `group%5Bid%5D` is `group[id]`. */
export function parseForm(body: string): Form {
  const form = new Map<string, string[]>();
  for (const pair of body.split('&')) {
    if (pair === '') continue;
    const end = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const name = decoded(pair.slice(0, end));
    const values = form.get(name) ?? [];
    values.push(decoded(pair.slice(end + 1)));
    form.set(name, values);
  }
  return form;
}

/** For callers inside: single values or lists by name. */
export const formOf = (
  fields: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): Form =>
  new Map(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name, Array.isArray(value) ? value.map(String) : [String(value)]] as const],
    ),
  );
