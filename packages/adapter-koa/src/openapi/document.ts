import type { Endpoint } from '../endpoint.js';
import { jsonSchema, propertiesOf } from './json-schema.js';
import { responsesOf } from './responses.js';
import type { OpenApiDocument, Operation, Parameter } from './types.js';

const problem = {
  type: 'object',
  description: 'RFC 9457, for those who ask with Accept: application/problem+json',
  properties: {
    type: { type: 'string', description: 'urn:kith:error:…' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'integer', description: 'What clients without problem details are answered as code' },
    field: { type: 'string', description: 'The field that is wrong' },
  },
  required: ['type', 'title', 'status'],
  additionalProperties: false,
};

/** The interface, described from the data that serves it. */
export const openApiDocument = (
  endpoints: readonly Endpoint[],
  { cookieName }: { readonly cookieName: string },
): OpenApiDocument => ({
  openapi: '3.1.1',
  info: {
    title: 'Kith',
    version: '1',
    description:
      'The social backend of a chat app: accounts, friends, groups and a sync that keeps devices right.',
  },
  servers: [{ url: '/' }],
  paths: pathsOf(endpoints),
  components: {
    schemas: { Problem: problem },
    securitySchemes: {
      cookie: { type: 'apiKey', in: 'cookie', name: cookieName },
      bearer: { type: 'http', scheme: 'bearer' },
    },
  },
});

/** `/user/:id` is `/user/{id}` there. */
const templated = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function pathsOf(endpoints: readonly Endpoint[]): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of endpoints) {
    const path = templated(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return paths;
}

function operationOf(endpoint: Endpoint): Operation {
  const { method, path, summary, open, body, params, query } = endpoint;
  const [area = ''] = path.slice(1).split('/');
  const parameters: readonly Parameter[] = [
    ...(params ? propertiesOf(params).map((one) => ({ ...one, in: 'path' as const, required: true })) : []),
    ...(query ? propertiesOf(query).map((one) => ({ ...one, in: 'query' as const })) : []),
  ];
  return {
    operationId: [method.toLowerCase(), ...path.split(/\W+/).filter((word) => word !== '')].join('_'),
    summary,
    tags: [area],
    security: open ? [] : [{ cookie: [] }, { bearer: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(body, 'input') } },
          },
        }
      : {}),
    responses: responsesOf(endpoint),
  };
}
