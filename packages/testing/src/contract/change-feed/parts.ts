import type { ChangeSet, UserId, Version } from '@kith/core';
import { noVersion } from '@kith/core';
import { expect } from 'chai';
import { rejectionOf, type TestApi } from '../../test-api.js';
import { type OpenStore, testsOn, type World } from '../../test-store.js';
import { countsOf } from './rows.js';

/** An answer in parts: the same as in one piece. */
export function feedParts(api: TestApi, open: OpenStore): void {
  const test = testsOn(api, open);

  api.describe('a change feed: in parts', () => {
    test('gives what one answer gives, section by section, and says which part is the last', async (world) => {
      const { given, pull } = world;
      const [me, ann, ben] = await given.users(3);
      await given.friendship(me.id, ann.id);
      await given.block(me.id, ben.id);
      const before = await pull(me.id);
      await given.group(me.id, [ann.id, ben.id]);
      await given.leave((await given.group(ann.id, [me.id])).id, me.id);
      for (const since of [undefined, before]) {
        const whole = await pull(me.id, since);
        const { parts, lasts } = await partsFor(world, me.id, since);
        expect(lasts).to.deep.equal([...lasts.slice(1).map(() => false), true]);
        expect(parts.reduce(together)).to.deep.equal(whole);
        expect(sectionsOf(parts)).to.deep.equal([...sectionsOf(parts)].sort((a, b) => a - b));
      }
    });

    test('is one part when it is short, also when there is nothing', async (world) => {
      const { id } = await world.given.user();
      const before = await world.pull(id);
      for (const since of [undefined, before]) {
        const { lasts } = await partsFor(world, id, since);
        expect(lasts).to.deep.equal([true]);
      }
    });

    test('ends with what the receiver fails with', async ({ given, read }) => {
      const { id } = await given.user();
      const wrong = new Error('the client went away');
      const failed = read(({ changes }) =>
        changes.stream(id, { since: noVersion, era: null }, () => Promise.reject(wrong)),
      );
      expect(await rejectionOf(failed)).to.equal(wrong);
    });
  });
}

async function partsFor(
  { read }: World,
  me: UserId,
  since?: { readonly version: Version; readonly era: Version },
) {
  const parts: ChangeSet[] = [];
  const lasts: boolean[] = [];
  await read(({ changes }) =>
    changes.stream(
      me,
      { since: since?.version ?? noVersion, era: since?.era ?? null },
      async (part, isLast) => {
        parts.push(part);
        lasts.push(isLast);
      },
    ),
  );
  return { parts, lasts };
}

const together = (a: ChangeSet, b: ChangeSet): ChangeSet => ({
  ...b,
  user: a.user ?? b.user,
  blacklist: [...a.blacklist, ...b.blacklist],
  friends: [...a.friends, ...b.friends],
  groups: [...a.groups, ...b.groups],
  groupMembers: [...a.groupMembers, ...b.groupMembers],
});

/** The numbers of the sections that the parts have rows of, in the order they come. */
const sectionsOf = (parts: readonly ChangeSet[]): number[] =>
  parts.flatMap((part) =>
    Object.values(countsOf(part)).flatMap((count, section) => (count > 0 ? [section] : [])),
  );
