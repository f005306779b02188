import { expect } from 'chai';
import { type CacheContents, syncClient, type WireSync } from '../sync-client.js';
import type { Client } from './client.js';

/** A client that keeps a copy by `GET /user/sync/:version` (docs/wire/sync.md, "What a client does"). */
export interface Device {
  /** Asks with what it holds, and applies the answer. */
  sync(): Promise<WireSync>;
  /** Applies an answer that it got in another way. */
  applied(answer: WireSync): WireSync;
  copy(): CacheContents;
}

export const askSync = (client: Client, version: number | string, era?: number): Promise<WireSync> =>
  askPage(client, { version, era });

interface PageQuery {
  readonly version: number | string;
  readonly era?: number | undefined;
  readonly limit?: number | undefined;
}

export function askPage(client: Client, { version, ...rest }: PageQuery): Promise<WireSync> {
  const query = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${value}`,
  );
  return client
    .get(`/user/sync/${version}${query.length > 0 ? '?' : ''}${query.join('&')}`)
    .result<WireSync>();
}

interface DeviceOptions {
  /** As newer clients do; those of today do not. */
  readonly sendsEra?: boolean;
  /** Asks for pages, one a sync. */
  readonly limit?: number;
}

export function device(client: Client, { sendsEra = false, limit }: DeviceOptions = {}): Device {
  const model = syncClient();
  const applied = (answer: WireSync): WireSync => {
    model.applyWire(answer);
    return answer;
  };
  return {
    applied,
    async sync() {
      const { version, era } = model.position();
      const answer = await askPage(client, { version, era: sendsEra && era > 0 ? era : undefined, limit });
      expect(answer.version, 'version').to.be.a('number');
      if (!answer.reset) expect(answer.version).to.be.at.least(version);
      return applied(answer);
    },
    copy: () => model.contents(),
  };
}

/** After one more sync, the copy is what a device that begins from nothing gets. */
export async function expectConverged(kept: Device, client: Client): Promise<void> {
  await kept.sync();
  const blank = device(client);
  await blank.sync();
  expect(kept.copy()).to.deep.equal(blank.copy());
}
