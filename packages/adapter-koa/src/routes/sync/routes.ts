import { type Version, version } from '@kith/core';
import { type Endpoint, endpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { RequestError, type RequestErrorCode } from '../../request-error.js';
import { presentChanges } from './present.js';
import { syncParams, syncQuery, syncResult } from './schema.js';

const integer = /^[-+]?(?:0|[1-9]\d*)$/;

function readVersion(text: string, error: RequestErrorCode): Version {
  if (!integer.test(text)) throw new RequestError(error);
  // Numbers above were never issued, whichever they are.
  return version(Math.max(0, Math.min(Number(text), Number.MAX_SAFE_INTEGER)));
}

/** The heart (docs/wire/sync.md). */
export const syncEndpoints = ({
  idCodec,
  pullChanges,
}: Pick<HttpServices, 'idCodec' | 'pullChanges'>): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/user/sync/:version',
    summary: 'What changed for me since',
    params: syncParams,
    query: syncQuery,
    result: syncResult,
    errors: ['sync-version-malformed', 'sync-era-malformed'],
    async handle({ me, params, query }) {
      const since = readVersion(params.version, 'sync-version-malformed');
      const era = query.era === undefined ? null : readVersion(query.era, 'sync-era-malformed');
      return presentChanges(idCodec, await pullChanges(me.user, { since, era }));
    },
  }),
];
