import { expect } from 'chai';
import { askPage, askSync, type Device, device, expectConverged } from './device.js';
import { quit } from './group-facts.js';
import { befriend, createGroup, type Kit, type Person } from './kit.js';
import { block, unfriend } from './pairs.js';

const mostPages = 50;

/** Pages, and answers that have not changed (docs/wire/sync.md). */
export function syncPagesArea({ describe, it, people, someone }: Kit): void {
  /** With something in each section. */
  async function withMuch(): Promise<readonly [ann: Person, bob: Person]> {
    const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
    await befriend(ann, bob);
    await block(ann, cid).succeeds();
    await createGroup(ann, bob, cid);
    await createGroup(bob, ann);
    return [ann, bob];
  }

  async function pageThrough(one: Device): Promise<number> {
    for (let pages = 1; pages < mostPages; pages += 1) if (!(await one.sync()).hasMore) return pages;
    throw new Error(`more than ${mostPages} pages`);
  }

  describe('pages', () => {
    for (const limit of [1, 2, 5, 10_000])
      it(`of ${limit} give what one answer gives`, async () => {
        const [ann] = await withMuch();
        const tablet = device(ann, { sendsEra: true, limit });
        const pages = await pageThrough(tablet);
        if (limit === 1) expect(pages).to.be.above(3);
        if (limit === 10_000) expect(pages).to.equal(1);
        await expectConverged(tablet, ann);
      });

    it('bring what is lost between them', async () => {
      const [ann, bob] = await withMuch();
      const lost = await createGroup(bob, ann);
      const tablet = device(ann, { sendsEra: true, limit: 1 });
      for (const lose of [() => unfriend(ann, bob).succeeds(), () => quit(ann, lost).succeeds()]) {
        await tablet.sync();
        await lose();
      }
      await pageThrough(tablet);
      await expectConverged(tablet, ann);
    });

    it('say hasMore where there is more, and nothing elsewhere', async () => {
      const [ann] = await withMuch();
      const { version, era } = await askSync(ann, 0);
      const first = await askPage(ann, { version: 0, limit: 1 });
      expect(first.hasMore).to.equal(true);
      expect(first.version).to.be.below(version);
      for (const whole of [
        await askSync(ann, 0),
        await askPage(ann, { version: 0, limit: 10_000 }),
        await askPage(ann, { version, era, limit: 1 }),
      ])
        expect(whole).to.not.have.property('hasMore');
    });

    it('peer: a page never ends inside what one command did', async () => {
      const [ann, bob, cid, dora] = await people('Ann', 'Bob', 'Cid', 'Dora');
      await createGroup(ann, bob, cid, dora);
      const tablet = device(bob, { sendsEra: true, limit: 1 });
      const sizes: number[] = [];
      for (let hasMore = true; hasMore; ) {
        const page = await tablet.sync();
        sizes.push(page.group_members.length);
        hasMore = page.hasMore ?? false;
      }
      expect(sizes.filter((size) => size > 0)).to.deep.equal([4]);
    });

    it('G6: of a reset begin with it, and go on without', async () => {
      const [ann] = await withMuch();
      const { version, era } = await askSync(ann, 0);
      const tablet = device(ann, { sendsEra: true, limit: 1 });
      const first = tablet.applied(await askPage(ann, { version, era: era - 1, limit: 1 }));
      expect(first).to.include({ reset: true, hasMore: true });
      const second = await tablet.sync();
      expect(second).to.not.have.property('reset');
      await pageThrough(tablet);
      await expectConverged(tablet, ann);
    });

    it('G6: of a reset are not made for a client that sends no era: it would be reset for ever', async () => {
      const [ann] = await withMuch();
      const answer = await askPage(ann, { version: 1_563_168_105_000, limit: 1 });
      expect(answer.reset).to.equal(true);
      expect(answer).to.not.have.property('hasMore');
    });

    it('take a limit from 1 to 10000, or none', async () => {
      const ann = await someone();
      await ann.get('/user/sync/0?limit=').refuses(400, 'Empty limit.');
      for (const limit of ['0', '-1', '10001', '99999', '2.5', 'all', '0x1'])
        await ann.get(`/user/sync/0?limit=${limit}`).refuses(400, 'Invalid limit.');
    });
  });

  describe('unchanged', () => {
    it('is 304 for who has nothing new to hear, whatever others do meanwhile', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const { version } = await askSync(ann, 0);
      const path = `/user/sync/${version}`;
      const { headers } = await ann.get(path).answer();
      const etag = headers.get('etag') ?? '';
      expect(etag).to.match(/^W\/".+"$/);
      const ask = () => ann.get(path, { headers: { 'if-none-match': etag } }).answer();

      await bob.post('/user/set_nickname', { nickname: 'Robert' }).succeeds();
      expect(await ask()).to.include({ status: 304, text: '' });
      await befriend(ann, bob);
      expect((await ask()).status).to.equal(200);
    });
  });
}
