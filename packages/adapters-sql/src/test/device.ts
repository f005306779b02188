import type { ChangeSet, UnitOfWork, UserId } from '@kith/core';
import { type CacheContents, syncClient } from '@kith/testing';

interface Store {
  readonly unitOfWork: UnitOfWork;
}

/** A device of a user, with its copy. */
export interface Device {
  sync(store: Store): Promise<ChangeSet>;
  contents(): CacheContents;
  /** Its version. */
  version(): number;
}

/** @param options.sendsEra not those of old clients */
export function deviceOf(me: UserId, { sendsEra = true } = {}): Device {
  const client = syncClient();
  return {
    contents: () => client.contents(),
    version: () => client.position().version,
    async sync({ unitOfWork }) {
      const { version: since, era } = client.position();
      const answer = await unitOfWork.read(({ changes }) =>
        changes.pull(me, { since, era: sendsEra ? era : null }),
      );
      client.apply(answer);
      return answer;
    },
  };
}

/** What a new device gets. */
export async function freshContents(store: Store, me: UserId): Promise<CacheContents> {
  const device = deviceOf(me);
  await device.sync(store);
  return device.contents();
}
