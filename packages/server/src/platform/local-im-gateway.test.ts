import { epochMs, type StampedEvent, userId, version } from '@kith/core';
import { expect } from 'chai';
import { localImGateway } from './local-im-gateway.js';
import { cryptoRandom } from './random.js';

const event = (number: number): StampedEvent => ({
  event: { type: 'block-added', owner: userId(1), target: userId(2) },
  version: version(number),
  at: epochMs(number),
});

describe('the local IM gateway', () => {
  it('gives a token that shows it is for development, another each time', async () => {
    const { issueToken } = localImGateway({ random: cryptoRandom(), log: () => {} });
    const profile = { id: userId(1), nickname: 'Ann', portraitUri: '' };
    const [one, other] = [await issueToken(profile), await issueToken(profile)];
    expect(one).to.match(/^dev-.{32,}$/);
    expect(one).to.not.equal(other);
  });

  it('notes what it was told, and tells the log', async () => {
    const logged: StampedEvent[] = [];
    const gateway = localImGateway({ random: cryptoRandom(), log: (stamped) => void logged.push(stamped) });
    await gateway.deliver(event(1));
    await gateway.deliver(event(2));
    expect(gateway.recent()).to.deep.equal([event(1), event(2)]);
    expect(logged).to.deep.equal([event(1), event(2)]);
  });

  it('forgets what is older than the last 1000: no state grows without end', async () => {
    const gateway = localImGateway({ random: cryptoRandom(), log: () => {} });
    for (let number = 1; number <= 1001; number += 1) await gateway.deliver(event(number));
    expect(gateway.recent()).to.have.length(1000);
    expect(gateway.recent()[0]).to.deep.equal(event(2));
  });
});
