/** As much of JSON Schema as API descriptions use. A keyword it does not know is a complaint, not a pass. */

type Json = Record<string, unknown>;
type Check = (context: {
  schema: Json;
  value: unknown;
  at: string;
  resolve: (ref: string) => unknown;
}) => string[];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sizeOf = (text: string): number => [...text].length;

const typeMatches: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

const complain = (broken: boolean, at: string, text: string): string[] => (broken ? [`${at}: ${text}`] : []);
const show = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

/** A limit on a size or a number, which does not concern values of other types. */
const limit =
  (
    keyword: string,
    measure: (value: unknown) => number | null,
    holds: (size: number, limit: number) => boolean,
  ): Check =>
  ({ schema, value, at }) => {
    const size = measure(value);
    return complain(
      size !== null && !holds(size, Number(schema[keyword])),
      at,
      `breaks ${keyword} ${show(schema[keyword])}`,
    );
  };

const textSize = (value: unknown) => (typeof value === 'string' ? sizeOf(value) : null);
const listSize = (value: unknown) => (Array.isArray(value) ? value.length : null);
const amount = (value: unknown) => (typeof value === 'number' ? value : null);
const atLeast = (size: number, bound: number) => size >= bound;
const atMost = (size: number, bound: number) => size <= bound;

const every: Check = ({ schema, value, at, resolve }) =>
  (schema.allOf as unknown[]).flatMap((one) => violations(one, value, resolve, at));
const some =
  (keyword: 'anyOf' | 'oneOf'): Check =>
  ({ schema, value, at, resolve }) => {
    const results = (schema[keyword] as unknown[]).map((one) => violations(one, value, resolve, at));
    return results.some((found) => found.length === 0)
      ? []
      : [`${at}: fits none of ${keyword}`, ...results.flat()];
  };

const annotation: Check = () => [];

const checks: Record<string, Check> = {
  $ref: ({ schema, value, at, resolve }) => violations(resolve(String(schema.$ref)), value, resolve, at),
  type: ({ schema, value, at }) => {
    const types = [schema.type].flat().map(String);
    return complain(
      !types.some((type) => typeMatches[type]?.(value)),
      at,
      `${show(value)} is not ${types.join(' or ')}`,
    );
  },
  enum: ({ schema, value, at }) =>
    complain(
      !(schema.enum as unknown[]).includes(value),
      at,
      `${show(value)} is not one of ${show(schema.enum)}`,
    ),
  const: ({ schema, value, at }) =>
    complain(show(schema.const) !== show(value), at, `${show(value)} is not ${show(schema.const)}`),
  required: ({ schema, value, at }) =>
    isObject(value)
      ? (schema.required as string[]).filter((key) => !(key in value)).map((key) => `${at}: lacks ${key}`)
      : [],
  properties: ({ schema, value, at, resolve }) =>
    isObject(value)
      ? Object.entries(schema.properties as Json).flatMap(([key, one]) =>
          key in value ? violations(one, value[key], resolve, `${at}.${key}`) : [],
        )
      : [],
  additionalProperties: ({ schema, value, at, resolve }) => {
    if (!isObject(value)) return [];
    const known = isObject(schema.properties) ? schema.properties : {};
    const others = Object.entries(value).filter(([key]) => !(key in known));
    const rule = schema.additionalProperties;
    return others.flatMap(([key, one]) =>
      rule === false ? [`${at}: ${key} is not declared`] : violations(rule, one, resolve, `${at}.${key}`),
    );
  },
  items: ({ schema, value, at, resolve }) =>
    Array.isArray(value)
      ? value.flatMap((one, i) => violations(schema.items, one, resolve, `${at}[${i}]`))
      : [],
  allOf: every,
  anyOf: some('anyOf'),
  oneOf: some('oneOf'),
  pattern: ({ schema, value, at }) =>
    complain(
      typeof value === 'string' && !new RegExp(String(schema.pattern), 'u').test(value),
      at,
      `${show(value)} does not match ${String(schema.pattern)}`,
    ),
  minLength: limit('minLength', textSize, atLeast),
  maxLength: limit('maxLength', textSize, atMost),
  minItems: limit('minItems', listSize, atLeast),
  maxItems: limit('maxItems', listSize, atMost),
  minimum: limit('minimum', amount, atLeast),
  maximum: limit('maximum', amount, atMost),
  exclusiveMinimum: limit('exclusiveMinimum', amount, (size, bound) => size > bound),
  exclusiveMaximum: limit('exclusiveMaximum', amount, (size, bound) => size < bound),
  ...Object.fromEntries(
    ['$schema', 'title', 'description', 'format', 'default', 'example', 'examples', 'deprecated'].map(
      (name) => [name, annotation],
    ),
  ),
};

/** @returns what is wrong with the value, in words; nothing when it fits */
export function violations(
  schema: unknown,
  value: unknown,
  resolve: (ref: string) => unknown,
  at = '$',
): string[] {
  if (schema === true) return [];
  if (!isObject(schema)) return [`${at}: nothing is allowed here`];
  return Object.keys(schema).flatMap((keyword) => {
    const check = checks[keyword];
    return check ? check({ schema, value, at, resolve }) : [`${at}: unknown schema keyword ${keyword}`];
  });
}
