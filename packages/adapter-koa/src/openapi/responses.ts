import { type Endpoint, type ErrorCode, errorsOf, httpErrorOf } from '../endpoint.js';
import type { CodeError, HttpError } from '../http-error.js';
import { jsonSchema } from './json-schema.js';
import type { Content, JsonSchema, Response } from './types.js';

interface Named {
  readonly name: ErrorCode;
  readonly error: HttpError;
}

const isCodeError = (error: HttpError): error is CodeError => 'code' in error;

/** Everything an endpoint may answer, by HTTP status. */
export function responsesOf(endpoint: Endpoint): Readonly<Record<string, Response>> {
  const errors = [...errorsOf(endpoint), 'unexpected' as const].map((name) => ({
    name,
    error: httpErrorOf(name, endpoint),
  }));
  const statuses = new Set(errors.map(({ error }) => error.status));
  return {
    ...(isOffered(endpoint) ? { 200: success(endpoint, errors) } : {}),
    ...(mayBeNothing(endpoint) ? { 204: { description: 'There is nothing to tell' } } : {}),
    ...(endpoint.method === 'GET'
      ? { 304: { description: 'What the ETag of If-None-Match stands for' } }
      : {}),
    ...Object.fromEntries(
      [...statuses].map((status) => [status, refusal(errors.filter(({ error }) => error.status === status))]),
    ),
  };
}

/** What is not offered never succeeds. */
const isOffered = (endpoint: Endpoint): boolean => !errorsOf(endpoint).has('not-implemented');

const mayBeNothing = ({ bare, result }: Endpoint): boolean =>
  Boolean(bare && result?.safeParse(undefined).success);

/** The result, and the errors that are told as another `code`. */
function success(endpoint: Endpoint, errors: readonly Named[]): Response {
  const codes = errors.map(({ error }) => error).filter(isCodeError);
  const schema =
    codes.length === 0 ? resultSchema(endpoint) : { anyOf: [resultSchema(endpoint), codeSchema(codes)] };
  return {
    description: ['Done', ...codes.map(({ code, text }) => `or code ${code}: ${text}`)].join('; '),
    content: { 'application/json': { schema } },
  };
}

function resultSchema({ bare, result }: Endpoint): JsonSchema {
  const schema = result && jsonSchema(result, 'output');
  if (bare && schema) return schema;
  return {
    type: 'object',
    properties: { code: { type: 'integer', const: 200 }, ...(schema ? { result: schema } : {}) },
    required: schema ? ['code', 'result'] : ['code'],
    additionalProperties: false,
  };
}

const codeSchema = (codes: readonly CodeError[]): JsonSchema => ({
  type: 'object',
  properties: {
    code: { type: 'integer', enum: [...new Set(codes.map(({ code }) => code))] },
    message: { type: 'string', description: 'In development only' },
  },
  required: ['code'],
  additionalProperties: false,
});

/** The errors of one status, as texts and as problems. */
function refusal(errors: readonly Named[]): Response {
  const texts = errors.filter(({ error }) => !isCodeError(error));
  const examples = (named: readonly Named[], show: (one: Named) => unknown) =>
    Object.fromEntries(named.map((one) => [one.name, { value: show(one) }]));
  const content: Content = {
    ...(texts.length === 0
      ? {}
      : {
          'text/html': {
            schema: { type: 'string' },
            examples: examples(texts, ({ error }) => error.text),
          },
        }),
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: examples(errors, ({ name, error: { text, status } }) => ({
        type: `urn:kith:error:${name}`,
        title: text,
        status,
      })),
    },
  };
  return {
    description: errors.map(({ error }) => error.text).join(' '),
    ...(errors.some(({ error }) => mayBeTriedAgain(error)) ? { headers: retryAfter } : {}),
    content,
  };
}

const tooMany = 429;
const mayBeTriedAgain = ({ status, retryAfterSeconds }: HttpError): boolean =>
  status === tooMany || retryAfterSeconds !== undefined;

const retryAfter = {
  'Retry-After': { description: 'When it may be tried again, in seconds', schema: { type: 'integer' } },
};
