import { violations } from './schema-check.js';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The server's own description of its interface, and what the suite has seen of it. */
export interface ApiDescription {
  /** @returns what is wrong with an answer by the description; nothing when it is as described */
  complaints(answer: DescribedAnswer): string[];
  /** Operations and statuses described, as `POST /user/login 200`. */
  readonly described: readonly string[];
}

interface DescribedAnswer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  /** Parsed when it is JSON, the text otherwise. */
  readonly body: unknown;
}

const isParameter = (segment: string) => segment.startsWith('{');

/** Literal paths win over those with a parameter, as in the router. */
function templateOf(paths: readonly string[], path: string): string | undefined {
  const segments = path.split('/');
  const fits = (template: string): boolean => {
    const parts = template.split('/');
    return (
      parts.length === segments.length && parts.every((part, i) => isParameter(part) || part === segments[i])
    );
  };
  const parameters = (template: string) => template.split('/').filter(isParameter).length;
  return paths.filter(fits).sort((a, b) => parameters(a) - parameters(b))[0];
}

function resolver(document: unknown): (ref: string) => unknown {
  return (ref) =>
    ref
      .replace(/^#\//, '')
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document);
}

/** @param seen takes in each operation and status met, as `described` spells them */
export function apiDescription(json: unknown, seen: Set<string>): ApiDescription {
  const { paths } = json as Document;
  const resolve = resolver(json);
  const deref = <T>(node: T): T => {
    const ref = (node as { $ref?: string } | undefined)?.$ref;
    return ref ? (resolve(ref) as T) : node;
  };

  return {
    described: Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        Object.keys(responses ?? {}).map((status) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    ),
    complaints({ method, path, status, contentType, body }) {
      const template = templateOf(Object.keys(paths), path);
      const operation = template && paths[template]?.[method.toLowerCase()];
      if (!operation) return [`${method} ${path} is not described`];
      const response = deref(operation.responses[String(status)]);
      if (!response) return [`${method} ${template} does not describe ${status}`];
      seen.add(`${method} ${template} ${status}`);
      const content = response.content ?? {};
      if (status === 204 || status === 304)
        return Object.keys(content).length > 0 ? ['describes a body of none'] : [];
      const described = content[contentType.split(';')[0]?.trim() ?? ''];
      if (!described) return [`${method} ${template} ${status} does not describe ${contentType}`];
      return described.schema === undefined ? [] : violations(described.schema, body, resolve);
    },
  };
}
