import { type IdCodec, n3dIdCodec } from '@kith/core';
import { inMemoryClock, inMemoryRandom } from '@kith/core/in-memory';
import { type FakeRongCloud, type FakeRongCloudOptions, startFakeRongCloud } from '../fake/index.js';
import { type RongCloud, type RongCloudConfig, rongCloud } from '../gateway.js';
import { type FakeTime, fakeTime } from './fake-time.js';

export const idCodec: IdCodec = n3dIdCodec('11EdDIaqpcim');
export const { encode } = idCodec;

export interface OpenCloud {
  readonly cloud: RongCloud;
  /** The host that is preferred. */
  readonly fake: FakeRongCloud;
  readonly backup: FakeRongCloud;
  readonly time: FakeTime;
  readonly logged: readonly string[];
  /** What the circuit became: open or not. */
  readonly circuitChanges: readonly boolean[];
}

/** Two hosts of a fake RongCloud, and ours that speaks to them. */
export function cloudsForTests() {
  const closers: (() => Promise<void>)[] = [];
  return {
    async open(
      config: Partial<RongCloudConfig> = {},
      fakeOptions: FakeRongCloudOptions = {},
    ): Promise<OpenCloud> {
      const time = fakeTime();
      const logged: string[] = [];
      const circuitChanges: boolean[] = [];
      const log = (level: string) => (message: string) => logged.push(`${level}: ${message}`);
      const fake = await startFakeRongCloud(fakeOptions);
      const backup = await startFakeRongCloud(fakeOptions);
      const { appKey, appSecret } = fake;
      const cloud = rongCloud(
        { appKey, appSecret, hosts: [fake.url, backup.url], ...config },
        {
          idCodec,
          clock: inMemoryClock(),
          random: inMemoryRandom(),
          time,
          log: { warn: log('warning'), error: log('error') },
          onCircuit: (isOpen) => circuitChanges.push(isOpen),
        },
      );
      closers.push(cloud.close, fake.stop, backup.stop);
      return { cloud, fake, backup, time, logged, circuitChanges };
    },
    async closeAll(): Promise<void> {
      for (const close of closers.splice(0)) await close();
    },
  };
}
