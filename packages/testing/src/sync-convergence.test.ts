import type { ChangeFeed, ChangeSet, UnitOfWork, Version } from '@kith/core';
import { noVersion } from '@kith/core';
import { expect } from 'chai';
import { changeFeedContract, type OpenStore, syncConvergence, type TestApi } from './index.js';
import { openInMemory } from './test/open-in-memory.js';

/** A feed that is wrong in one way. */
type Breaking = (feed: ChangeFeed) => ChangeFeed;

/** A page of exactly `limit` rows, which ends where they end: inside what one transaction did. */
const plainLimit: Breaking = (feed) => ({
  ...feed,
  async pull(me, position, { limit = Number.POSITIVE_INFINITY } = {}) {
    const whole = await feed.pull(me, position);
    const rows = [
      ...(whole.user ? [whole.user.version] : []),
      ...whole.blacklist.map(({ version }) => version),
      ...whole.friends.map(({ version }) => version),
      ...whole.groups.map(({ group }) => group.version),
      ...whole.groupMembers.map(({ version }) => version),
    ].sort((a, b) => a - b);
    const last = rows[limit - 1];
    return last === undefined || rows.length === limit ? whole : cut(whole, last, limit);
  },
});

function cut(whole: ChangeSet, last: Version, limit: number): ChangeSet {
  let left = limit;
  const first = <Row>(rows: readonly Row[], versionOf: (row: Row) => Version): Row[] =>
    rows.filter((row) => versionOf(row) <= last && left-- > 0);
  return {
    ...whole,
    version: last,
    hasMore: true,
    user: first(whole.user ? [whole.user] : [], ({ version }) => version)[0] ?? null,
    blacklist: first(whole.blacklist, ({ version }) => version),
    friends: first(whole.friends, ({ version }) => version),
    groups: first(whole.groups, ({ group }) => group.version),
    groupMembers: first(whole.groupMembers, ({ version }) => version),
  };
}

const noTombstones: Breaking = (feed) => ({
  ...feed,
  async pull(me, position, options) {
    const answer = await feed.pull(me, position, options);
    return { ...answer, friends: answer.friends.filter(({ status }) => status !== 'deleted') };
  },
});

const noReset: Breaking = (feed) => ({
  ...feed,
  async pull(me, position, options) {
    const answer = await feed.pull(me, position, options);
    return answer.reset ? feed.pull(me, { since: noVersion, era: null }, options) : answer;
  },
});

const broken =
  (breaking: Breaking): OpenStore =>
  async (clock) => {
    const wrap = (store: Awaited<ReturnType<OpenStore>>): Awaited<ReturnType<OpenStore>> => ({
      ...store,
      unitOfWork: withFeed(store.unitOfWork, breaking),
      reopen: async () => wrap(await store.reopen()),
      async backup() {
        const restore = await store.backup();
        return async () => wrap(await restore());
      },
    });
    return wrap(await openInMemory(clock));
  };

const withFeed = ({ read, write }: UnitOfWork, breaking: Breaking): UnitOfWork => ({
  write,
  read: (work) => read((session) => work({ ...session, changes: breaking(session.changes) })),
});

/** Runs what a suite defines. @returns the titles of the tests that failed */
async function failuresOf(define: (api: TestApi) => void): Promise<readonly string[]> {
  const tests: [title: string, body: () => Promise<void> | void][] = [];
  const nothing = () => {};
  define({
    describe: (_, body) => body(),
    it: (title, body) => tests.push([title, body]),
    before: nothing,
    after: nothing,
  });
  const failed: string[] = [];
  for (const [title, body] of tests) await (async () => body())().catch(() => failed.push(title));
  return failed;
}

describe('the suites of the change feed', () => {
  const seed = 1;
  const converges = (open: OpenStore) =>
    failuresOf((api) => syncConvergence(api, open, { numRuns: 60, seed }));
  const contract = (open: OpenStore) => failuresOf((api) => changeFeedContract(api, open));

  it('find nothing wrong with a feed that is right', async () => {
    const right = broken((feed) => feed);
    expect([await converges(right), await contract(right)]).to.deep.equal([[], []]);
  }).timeout(60_000);

  for (const [what, breaking] of Object.entries({ plainLimit, noTombstones, noReset }))
    it(`tell of one with ${what}`, async () => {
      expect(await converges(broken(breaking)), 'random runs').to.have.lengthOf(1);
      expect(await contract(broken(breaking)), 'the contract').to.not.be.empty;
    }).timeout(60_000);
});
