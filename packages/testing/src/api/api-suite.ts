import type { Rules } from '@kith/core';
import type { TestApi } from '../test-api.js';
import { accountsArea } from './accounts.js';
import { blacklistArea } from './blacklist.js';
import { codeLimitsArea, fewCodes } from './code-limits.js';
import { codesArea } from './codes.js';
import { concurrencyArea } from './concurrency.js';
import { coverageArea } from './coverage.js';
import { envelopeArea } from './envelope.js';
import { friendshipAnswersArea } from './friendship-answers.js';
import { friendshipInviteArea } from './friendship-invite.js';
import { groupLimitsArea, smallLimits } from './group-limits.js';
import { groupsComingArea } from './groups-coming.js';
import { groupsCreateArea } from './groups-create.js';
import { groupsLeavingArea } from './groups-leaving.js';
import { groupsOwningArea } from './groups-owning.js';
import type { ApiSuiteOptions } from './host.js';
import { hostileFieldsArea } from './hostile-fields.js';
import { hostileRequestsArea } from './hostile-requests.js';
import { idsArea } from './ids.js';
import { imCopyArea } from './im-copy.js';
import { imOutageArea } from './im-outage.js';
import { type Kit, kitFor, type Started, startServer } from './kit.js';
import { miscArea } from './misc.js';
import { passwordsArea } from './passwords.js';
import { problemsArea } from './problems.js';
import { profilesArea } from './profiles.js';
import { sessionArea } from './session.js';
import { syncDevicesArea } from './sync-devices.js';
import { syncPagesArea } from './sync-pages.js';
import { syncRowsArea } from './sync-rows.js';

interface Area {
  readonly body: (kit: Kit) => void;
  readonly rules?: Partial<Rules>;
}

const areas: Readonly<Record<string, Area>> = {
  'what all answers have in common': { body: envelopeArea },
  'errors as data': { body: problemsArea, rules: smallLimits },
  ids: { body: idsArea },
  sessions: { body: sessionArea },
  codes: { body: codesArea },
  'limits of codes': { body: codeLimitsArea, rules: fewCodes },
  accounts: { body: accountsArea },
  passwords: { body: passwordsArea },
  profiles: { body: profilesArea },
  'inviting friends': { body: friendshipInviteArea },
  'answering and reading friends': { body: friendshipAnswersArea },
  'the blacklist': { body: blacklistArea },
  'creating and reading groups': { body: groupsCreateArea },
  'coming into groups': { body: groupsComingArea },
  'leaving groups': { body: groupsLeavingArea },
  'owning groups': { body: groupsOwningArea },
  'limits of groups': { body: groupLimitsArea, rules: smallLimits },
  'what a sync brings': { body: syncRowsArea },
  'devices that sync': { body: syncDevicesArea },
  'pages of a sync': { body: syncPagesArea },
  'messages and versions': { body: miscArea },
  "the IM cloud's copy": { body: imCopyArea },
  'while the IM cloud is down': { body: imOutageArea },
  'commands at once': { body: concurrencyArea },
  'hostile fields': { body: hostileFieldsArea },
  'hostile requests': { body: hostileRequestsArea },
};

/**
 * The interface of a Kith server, tested from outside over HTTP: each area on a server of its own, started with an
 * empty store. Titles that begin with `fixed:` name a defect of the original that Kith does not have, those with
 * `peer:` one that comparable systems had.
 */
export function apiSuite(testApi: TestApi, options: ApiSuiteOptions): void {
  const seen = new Set<string>();

  const onServerOfItsOwn = (
    title: string,
    rules: Partial<Rules> | undefined,
    body: (started: () => Started) => void,
  ) =>
    testApi.describe(title, () => {
      let running: Started | undefined;
      testApi.before(async () => {
        running = await startServer(options, seen, rules);
      });
      testApi.after(async () => {
        await running?.host.stop();
      });
      body(() => {
        if (!running) throw new Error('the server has not started');
        return running;
      });
    });

  testApi.describe(`API in ${options.mode}`, () => {
    for (const [title, { body, rules }] of Object.entries(areas))
      onServerOfItsOwn(title, rules, (started) => body(kitFor(testApi, options, started)));
    onServerOfItsOwn('the whole', undefined, (started) => coverageArea(testApi, started, seen));
  });
}
