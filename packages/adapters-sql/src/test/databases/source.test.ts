import { expect } from 'chai';
import { givenBy, missingEverywhere, type Source, startFirst } from './source.js';

const server = (url: string): Source => ({
  missing: async () => null,
  start: async () => ({ url, stop: async () => {} }),
});
const none: Source = {
  missing: async () => 'no daemon answers',
  start: () => Promise.reject(new Error('used')),
};
const failing: Source = { ...server(''), start: () => Promise.reject(new Error('no such image')) };

describe('the choice of a database server for the tests', () => {
  it('is the given one, when there is one', async () => {
    const given = givenBy('TEST_PG_URL', { TEST_PG_URL: 'postgres://given/' });
    expect((await startFirst([given, server('other')])).url).to.equal('postgres://given/');
  });

  it('is the first that is there and starts', async () => {
    const given = givenBy('TEST_PG_URL', {});
    expect((await startFirst([given, none, failing, server('own')])).url).to.equal('own');
  });

  it('says of each way why it does not work, when none does', async () => {
    const choice = startFirst([givenBy('TEST_PG_URL', {}), none, failing]);
    const message = await choice.then(() => 'it was made', String);
    expect(message).to.include('TEST_PG_URL is not set');
    expect(message).to.include('no daemon answers').and.include('no such image');
  });

  it('is known to be impossible before anything is started', async () => {
    expect(await missingEverywhere([givenBy('X', {}), none])).to.equal('X is not set; no daemon answers');
    expect(await missingEverywhere([none, failing])).to.equal(null);
  });
});
