import { z } from 'zod';
import { type Endpoint, openEndpoint } from '../../endpoint.js';
import { openApiDocument } from '../../openapi/document.js';

/** The description of the interface, this endpoint included. */
export function openApiEndpoint(
  others: readonly Endpoint[],
  options: { readonly cookieName: string },
): Endpoint {
  const endpoint = openEndpoint({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    result: z.looseObject({ openapi: z.string() }),
    bare: true,
    errors: [],
    handle: async () => ({ ...document }),
  });
  const document = openApiDocument([...others, endpoint], options);
  return endpoint;
}
