import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { consoleVerifier } from './verifier.js';

describe('the console verifier', () => {
  it('logs the code instead of sending it, and takes it', async () => {
    const lines: string[] = [];
    const verifier = consoleVerifier({
      random: { digits: () => '271828' },
      secretDigest: { digest: (text) => createHmac('sha256', 'key').update(text).digest('hex') },
      log: ({ region, number }, code) => void lines.push(`+${region} ${number}: ${code}`),
    });
    const { reference } = await verifier.start({ region: '86', number: '13912345678' });
    expect(lines).to.deep.equal(['+86 13912345678: 271828']);
    expect(await verifier.check({ region: '86', number: '13912345678' }, '271828', reference)).to.equal(
      'right',
    );
  });
});
