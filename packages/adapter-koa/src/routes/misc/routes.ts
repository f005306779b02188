import { groupId } from '@kith/core';
import semver from 'semver';
import { type Endpoint, openEndpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import type { HttpOptions } from '../../options.js';
import { RequestError } from '../../request-error.js';
import { defaultClientReleases } from './client-releases.js';
import { defaultSquare } from './demo-square.js';
import { presentSquareEntry } from './present.js';
import { clientVersionResult, latestUpdateQuery, latestUpdateResult, squareResult } from './schema.js';

type Options = Pick<HttpOptions, 'clientReleases' | 'demoSquare'>;

/** What clients ask for before anybody signs in (docs/wire/misc.md). */
export const miscEndpoints = (
  { idCodec, getGroups }: Pick<HttpServices, 'idCodec' | 'getGroups'>,
  { clientReleases = defaultClientReleases, demoSquare = defaultSquare }: Options,
): readonly Endpoint[] => [
  openEndpoint({
    method: 'GET',
    path: '/misc/latest_update',
    summary: 'The newest desktop client, for those who are older',
    query: latestUpdateQuery,
    result: latestUpdateResult,
    bare: true,
    errors: ['client-version-malformed'],
    async handle({ query }) {
      const theirs = typeof query.version === 'string' ? semver.valid(query.version) : null;
      if (theirs === null) throw new RequestError('client-version-malformed');
      return semver.lt(theirs, clientReleases.desktop.version) ? clientReleases.desktop : undefined;
    },
  }),
  openEndpoint({
    method: 'GET',
    path: '/misc/client_version',
    summary: 'The newest mobile clients',
    result: clientVersionResult,
    bare: true,
    errors: [],
    handle: async () => clientReleases.mobile,
  }),
  openEndpoint({
    method: 'GET',
    path: '/misc/demo_square',
    summary: 'Groups and chat rooms to look into',
    result: squareResult,
    errors: [],
    async handle() {
      const groups = await getGroups(
        demoSquare.filter(({ type }) => type === 'group').map(({ id }) => groupId(id)),
      );
      return demoSquare.map((entry) => presentSquareEntry(idCodec, entry, groups));
    },
  }),
];
