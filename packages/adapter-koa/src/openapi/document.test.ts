import { expect } from 'chai';
import { type Endpoint, errorsOf, httpErrorOf } from '../endpoint.js';
import { allEndpoints } from '../routes/index.js';
import { sessionCookie } from '../session-cookie.js';
import { sessionTokens } from '../session-token.js';
import { inMemoryServices, testOptions } from '../test/server.js';
import { openApiDocument } from './document.js';
import type { Operation } from './types.js';

const { services } = inMemoryServices();
const endpoints = allEndpoints(services, {
  sessionCookie: sessionCookie(testOptions.cookie, sessionTokens(['key']), {
    crossSite: false,
    now: () => 0,
  }),
  cookieName: testOptions.cookie.name,
});
const document = openApiDocument(endpoints, { cookieName: testOptions.cookie.name });
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

const operationOf = ({ method, path }: Endpoint): Operation => {
  const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not described`);
  return operation;
};

describe('openapi.json', () => {
  it('has nothing but the endpoints', () => {
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(described).to.have.length(endpoints.length);
  });

  it('gives every operation an id of its own', () => {
    const ids = endpoints.map((endpoint) => operationOf(endpoint).operationId);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('is plain JSON, and every reference in it leads somewhere', () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).to.deep.equal(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(references)]).to.deep.equal(Object.keys(document.components.schemas));
  });

  for (const endpoint of endpoints)
    describe(nameOf(endpoint), () => {
      const operation = operationOf(endpoint);

      it('declares its parameters, all of those in its path', () => {
        const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
        const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
        expect(declared.map(({ name }) => name)).to.deep.equal(inPath);
        expect(declared.every(({ required }) => required)).to.equal(true);
      });

      it('describes its body, if it has one', () => {
        const schema = operation.requestBody?.content['application/json']?.schema;
        if (endpoint.body) expect(schema).to.have.property('type', 'object');
        else expect(schema).to.equal(undefined);
      });

      it('says who may call it', () => {
        expect(operation.security.length === 0).to.equal(endpoint.open);
      });

      it('has an answer for success and for each error that it declares', () => {
        if (errorsOf(endpoint).has('not-implemented'))
          expect(operation.responses).to.not.have.property('200');
        else expect(operation.responses[200]?.content).to.have.property('application/json');
        for (const code of errorsOf(endpoint)) {
          const error = httpErrorOf(code, endpoint);
          const response = operation.responses[error.status];
          expect(response?.content?.['application/problem+json']?.examples, code).to.have.property(code);
          if ('code' in error)
            expect(JSON.stringify(operation.responses[200]), code).to.include(`${error.code}`);
          else
            expect(response?.content?.['text/html']?.examples?.[code], code).to.deep.equal({
              value: error.text,
            });
        }
      });

      it('describes every answer, in words too', () => {
        expect(operation.summary).to.not.equal('');
        for (const [status, response] of Object.entries(operation.responses)) {
          expect(status).to.match(/^[2-5]\d\d$/);
          expect(response.description).to.not.equal('');
        }
      });
    });
});
