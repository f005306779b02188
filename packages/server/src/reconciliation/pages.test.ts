import { type ReadSession, userId } from '@kith/core';
import { createInMemoryKith } from '@kith/core/in-memory';
import { builders } from '@kith/testing';
import { expect } from 'chai';
import { allSubjects } from './pages.js';
import type { Subject } from './subject.js';

describe('the pages of all that is compared', () => {
  const { unitOfWork, clock } = createInMemoryKith();
  const users = 450;
  const groups = 203;

  before(async () => {
    const given = builders(unitOfWork, clock);
    const made = await given.users<number>(users);
    for (const { id } of made.slice(0, groups)) await given.group(id);
  });

  const collected = async (after: Subject | null) => {
    const pages: (readonly Subject[])[] = [];
    for await (const page of allSubjects(unitOfWork, after)) pages.push(page);
    return { sizes: pages.map(({ length }) => length), all: pages.flat() };
  };

  it('hold all groups, then all users, each once and ascending, 200 at a time at most', async () => {
    const { sizes, all } = await collected(null);
    expect(sizes).to.deep.equal([200, 3, 200, 200, 50]);
    const idsOf = (wanted: Subject['kind']) =>
      all.filter(({ kind }) => kind === wanted).map(({ id }) => id as number);
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    expect(idsOf('group')).to.deep.equal(upTo(groups));
    expect(idsOf('user')).to.deep.equal(upTo(users));
    expect(all[groups - 1]).to.include({ kind: 'group' });
  });

  it('begin behind a position, and hold no groups behind a user', async () => {
    const { all } = await collected({ kind: 'user', id: userId(448) });
    expect(all).to.deep.equal([
      { kind: 'user', id: 449 },
      { kind: 'user', id: 450 },
    ]);
    expect((await collected({ kind: 'user', id: userId(users) })).all).to.deep.equal([]);
  });

  it('are read from what was committed last, not from a copy that lags behind', async () => {
    const asked: unknown[] = [];
    const noting = {
      read<T>(work: (session: ReadSession) => Promise<T>, options?: object) {
        asked.push(options);
        return unitOfWork.read(work);
      },
    };
    for await (const _ of allSubjects(noting, { kind: 'user', id: userId(449) }));
    expect(asked).to.deep.equal([{ latest: true }, { latest: true }]);
  });
});
