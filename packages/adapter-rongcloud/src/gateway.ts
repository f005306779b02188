import type { Clock, IdCodec, ImDirectory, ImGateway, Random } from '@kith/core';
import { type RongCloudApi, rongCloudApi } from './api/api.js';
import type { CircuitOptions } from './client/circuit.js';
import { client } from './client/client.js';
import type { DataCentre } from './client/hosts.js';
import { type RongCloudLog, silence } from './client/log.js';
import type { Keys } from './client/signature.js';
import { systemTime, type Time, type Timeouts } from './client/time.js';
import { tell } from './deliveries.js';
import { directory } from './directory.js';

export interface RongCloudConfig extends Keys {
  /** The app's data centre; or the addresses of hosts, the preferred one first. */
  readonly hosts: DataCentre | readonly string[];
  /** What the clients know Kith's notices as: `RC:GrpNtf` and `RC:ContactNtf`, or with `ST:`. `RC` unless given. */
  readonly objectNames?: 'RC' | 'ST';
  /** What part of the app's rate limits this process may use: 0.5 for one of two. 1 unless given. */
  readonly limitShare?: number;
  /** For one event, or one question. 10 s for each request and 14 s in all unless given. */
  readonly timeouts?: Timeouts;
  /** For a token, which somebody waits for. 1.5 s for each request, 3 s in all, and no pause between, unless given. */
  readonly tokenTimeouts?: Timeouts;
  /** Opens after 5 failures in a row, and lets one call try every 5 s, unless given. Tokens have one of their own. */
  readonly circuit?: CircuitOptions;
}

export interface RongCloudNeeds {
  readonly idCodec: IdCodec;
  readonly clock: Clock;
  readonly random: Pick<Random, 'digits' | 'fraction' | 'uuid'>;
  readonly log?: RongCloudLog;
  /** Hears when no event gets through any more, and when it does again. */
  readonly onCircuit?: (isOpen: boolean) => void;
  /** Time that passes; the system's unless given. */
  readonly time?: Time;
}

export interface RongCloud extends ImGateway, ImDirectory {
  /** The Server API itself, for what Kith has no event for. All calls of one `api()` share the `timeouts`. */
  api(): RongCloudApi;
  /** Waits for calls on their way; then none gets through any more. */
  close(): Promise<void>;
}

/** An event is delivered in less than half of an outbox lease, whatever happens. */
const usual = {
  timeouts: { attemptMs: 10_000, overallMs: 14_000 },
  tokenTimeouts: { attemptMs: 1_500, overallMs: 3_000 },
  circuit: { opensAfter: 5, halfOpensAfterMs: 5_000 },
};

/**
 * RongCloud, over its Server API. Asks nobody before the first call.
 *
 * @throws TypeError when the configuration cannot be used
 */
export function rongCloud(config: RongCloudConfig, needs: RongCloudNeeds): RongCloud {
  const { objectNames = 'RC', limitShare = 1 } = config;
  const { timeouts = usual.timeouts, tokenTimeouts = usual.tokenTimeouts, circuit = usual.circuit } = config;
  const { idCodec, log = silence, onCircuit, time = systemTime } = needs;
  if (!config.appKey || !config.appSecret) throw new TypeError('RongCloud needs an app key and secret');
  if (!(limitShare > 0 && limitShare <= 1)) throw new TypeError('limitShare is more than 0, at most 1');

  const { lane, close } = client({ ...config, limitShare, circuit }, { ...needs, log, time });
  const patient = lane(timeouts, (isOpen) => {
    log.warn(isOpen ? 'RongCloud is down: calls are held back' : 'RongCloud is back');
    onCircuit?.(isOpen);
  });
  const hurried = lane({ longestPauseMs: 0, ...tokenTimeouts }, (isOpen) =>
    log.warn(isOpen ? 'RongCloud gives no tokens in time: nobody waits for it' : 'RongCloud gives tokens'),
  );
  const api = (): RongCloudApi => rongCloudApi(patient());

  return {
    ...directory(api, idCodec),
    api,
    close,
    issueToken: ({ id, nickname, portraitUri }) =>
      rongCloudApi(hurried()).user.token({
        id: idCodec.encode(id),
        name: nickname,
        portraitUri,
      }),
    deliver: ({ event, version }) => tell(event, { api: api(), version, objectNames, idCodec }),
  };
}
