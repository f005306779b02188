import { expect } from 'chai';
import { listingLog, needs } from '../test/needs.js';
import { consoleProvider } from './verifier.js';

describe('the console provider', () => {
  it('logs the code instead of sending it, with the number masked, and takes it', async () => {
    const log = listingLog();
    const random = { digits: () => '271828', uuid: () => '' };
    const verifier = consoleProvider.create({})(needs({ random, log }));
    const ann = { region: '86', number: '13912345678' };
    const { reference } = await verifier.start(ann);
    expect(log.lines[0]).to.equal('info Verification code for +86 *********78: 271828');
    expect(await verifier.check(ann, '271828', reference)).to.equal('right');
  });
});
