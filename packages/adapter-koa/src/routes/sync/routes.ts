import { type SyncPosition, type Version, version } from '@kith/core';
import { type Endpoint, endpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import type { HttpOptions } from '../../options.js';
import { RequestError, type RequestErrorCode } from '../../request-error.js';
import { WrittenEnvelope } from '../../written-envelope.js';
import { answerOf } from './answer.js';
import { syncParams, syncQuery, syncResult } from './schema.js';
import { shortText } from './text.js';

const integer = /^[-+]?(?:0|[1-9]\d*)$/;

function readVersion(text: string, error: RequestErrorCode): Version {
  if (!integer.test(text)) throw new RequestError(error);
  // Numbers above were never issued, whichever they are.
  return version(Math.max(0, Math.min(Number(text), Number.MAX_SAFE_INTEGER)));
}

/** Longer than any client waits that still reads. */
const longestMs = 30_000;

/** The heart (docs/wire/sync.md). */
export const syncEndpoints = (
  { idCodec, pullChanges, streamChanges }: Pick<HttpServices, 'idCodec' | 'pullChanges' | 'streamChanges'>,
  { patience = () => AbortSignal.timeout(longestMs) }: Pick<HttpOptions, 'patience'>,
): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/user/sync/:version',
    summary: 'What changed for me since',
    params: syncParams,
    query: syncQuery,
    result: syncResult,
    errors: ['sync-version-malformed', 'sync-era-malformed', 'field-empty', 'field-invalid'],
    async handle({ me: { user }, params, query: { era, limit }, context }) {
      const position: SyncPosition = {
        since: readVersion(params.version, 'sync-version-malformed'),
        era: era === undefined ? null : readVersion(era, 'sync-era-malformed'),
      };
      const { text, tag } =
        limit === undefined
          ? await answerOf((receive) => streamChanges(user, position, receive), { ids: idCodec, patience })
          : shortText(idCodec, await pullChanges(user, position, { limit }));
      if (tag !== undefined) context.set('ETag', tag);
      return new WrittenEnvelope(text);
    },
  }),
];
