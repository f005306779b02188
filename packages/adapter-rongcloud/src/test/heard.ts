import { epochMs, groupId, type ImEvent, userId, version } from '@kith/core';
import { expect } from 'chai';
import type { RongCloudConfig } from '../gateway.js';
import { type cloudsForTests, encode } from './open-cloud.js';

export const ann = { id: userId(1), nickname: 'Ann' };
export const ben = { id: userId(2), nickname: '😀 "Ben" &lt;' };
export const cat = { id: userId(3), nickname: 'Cat' };
export const group = groupId(4);
/** Their ids on the wire. */
export const [a, b, c, g] = [encode(1), encode(2), encode(3), encode(4)];
/** The version of every event here. */
export const now = 1_795_560_300_123_456;

/** What was called, in order; one value of a field as such, contents as what they say. */
export const hearingOf =
  (clouds: ReturnType<typeof cloudsForTests>) =>
  async (event: ImEvent, config: Partial<RongCloudConfig> = {}) => {
    const { cloud, fake } = await clouds.open(config);
    await cloud.deliver({ event, version: version(now), at: epochMs(1_700_000_000_000) });
    return fake.calls.map(({ path, fields, code }) => {
      expect(code).to.equal(200);
      const { content, ...others } = Object.fromEntries(
        Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? values[0] : [...values]]),
      );
      return { path, ...others, ...(content ? { content: JSON.parse(String(content)) } : {}) };
    });
  };
