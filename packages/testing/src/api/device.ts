import { expect } from 'chai';
import { type CacheContents, syncClient, type WireSync } from '../sync-client.js';
import type { Client } from './client.js';

/** A client that keeps a copy by `GET /user/sync/:version` (docs/wire/sync.md, "What a client does"). */
export interface Device {
  /** Asks with what it holds, and applies the answer. */
  sync(): Promise<WireSync>;
  copy(): CacheContents;
}

export const askSync = (client: Client, version: number | string, era?: number): Promise<WireSync> =>
  client.get(`/user/sync/${version}${era === undefined ? '' : `?era=${era}`}`).result<WireSync>();

/** @param options.sendsEra as newer clients do; those of today do not */
export function device(client: Client, { sendsEra = false }: { readonly sendsEra?: boolean } = {}): Device {
  const model = syncClient();
  return {
    async sync() {
      const { version, era } = model.position();
      const answer = await askSync(client, version, sendsEra && era > 0 ? era : undefined);
      expect(answer.version, 'version').to.be.a('number');
      if (!answer.reset) expect(answer.version).to.be.at.least(version);
      model.applyWire(answer);
      return answer;
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
