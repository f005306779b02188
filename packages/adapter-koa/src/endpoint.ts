import type { DomainErrorCode, SignedIn } from '@kith/core';
import type { ExtendableContext } from 'koa';
import type { z } from 'zod';
import { domainErrors } from './error-to-http.js';
import type { HttpError } from './http-error.js';
import type { AddressLimits } from './options.js';
import { type RequestErrorCode, requestErrors } from './request-error.js';
import type { WrittenEnvelope } from './written-envelope.js';

export type ErrorCode = DomainErrorCode | RequestErrorCode;

/** One route, as data: what serves it and what describes it are made from the same. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  /** Needs nobody signed in. */
  readonly open: boolean;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** Absent: the answer is `{"code":200}` and no more. */
  readonly result?: z.ZodType;
  /** The result is the whole answer, without envelope; undefined is 204. */
  readonly bare?: true;
  /** Which of the limits per address it counts in. */
  readonly limited?: keyof AddressLimits;
  /** What it may refuse with, beyond what every endpoint may. */
  readonly errors: readonly ErrorCode[];
  /** How this endpoint words errors, where it does so in its own way. */
  readonly wording?: Wording;
  handle(call: AnyCall): Promise<unknown>;
}

type Wording = { readonly [Code in ErrorCode]?: Partial<HttpError> };

export interface OpenCall<Body = unknown, Params = unknown, Query = unknown> {
  readonly body: Body;
  readonly params: Params;
  readonly query: Query;
  readonly context: ExtendableContext;
}

export interface Call<Body = unknown, Params = unknown, Query = unknown>
  extends OpenCall<Body, Params, Query> {
  readonly me: SignedIn;
}

/** `me` is null on open endpoints only. */
type AnyCall = OpenCall & { readonly me: SignedIn | null };

type Nothing = z.ZodType<void>;

interface Definition<
  Body extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Result extends z.ZodType,
  TheCall,
> extends Omit<Endpoint, 'open' | 'handle'> {
  readonly body?: Body;
  readonly params?: Params;
  readonly query?: Query;
  readonly result?: Result;
  handle(call: TheCall): Promise<z.input<Result> | WrittenEnvelope>;
}

/** An endpoint for whoever is signed in. */
export const endpoint = <
  Body extends z.ZodType = Nothing,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Result extends z.ZodType = Nothing,
>(
  definition: Definition<
    Body,
    Params,
    Query,
    Result,
    Call<z.output<Body>, z.output<Params>, z.output<Query>>
  >,
): Endpoint => ({ ...definition, open: false }) as Endpoint;

/** An endpoint for everybody. */
export const openEndpoint = <
  Body extends z.ZodType = Nothing,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Result extends z.ZodType = Nothing,
>(
  definition: Definition<
    Body,
    Params,
    Query,
    Result,
    OpenCall<z.output<Body>, z.output<Params>, z.output<Query>>
  >,
): Endpoint => ({ ...definition, open: true }) as Endpoint;

const ofEvery: readonly ErrorCode[] = ['storage-unavailable'];
const ofEveryPost: readonly ErrorCode[] = ['body-malformed', 'body-too-large', 'body-encoding-unknown'];
const ofEveryBody: readonly ErrorCode[] = ['field-empty', 'field-invalid'];

/** All it may refuse with. */
export const errorsOf = ({ method, open, body, limited, errors }: Endpoint): ReadonlySet<ErrorCode> =>
  new Set([
    ...errors,
    ...(limited ? (['too-many-requests'] as const) : []),
    ...(open ? [] : (['not-signed-in'] as const)),
    ...(method === 'POST' ? ofEveryPost : []),
    ...(body === undefined ? [] : ofEveryBody),
    ...ofEvery,
  ]);

const errorTable: Readonly<Record<ErrorCode, HttpError>> = { ...domainErrors, ...requestErrors };

/** Whether the tables have it: the core may be a newer one than this was built with. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** How an error looks when this endpoint answers it; when none was found, how it looks in general. */
export const httpErrorOf = (code: ErrorCode, endpoint?: Pick<Endpoint, 'wording'>): HttpError => ({
  ...errorTable[code],
  ...endpoint?.wording?.[code],
});
