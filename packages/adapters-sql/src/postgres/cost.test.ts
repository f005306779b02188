import { inMemoryPasswordHasher } from '@kith/core/in-memory';
import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { type PostgresServer, startPostgres } from '../test/databases/postgres-server.js';
import { type ExplainedKith, explainedKith, type PlanMode } from '../test/scale/explained.js';
import { type Cost, costOf, scansOf, together } from '../test/scale/plan.js';
import { type Cast, castOf, password, requests } from '../test/scale/requests.js';
import { seedPostgres } from '../test/scale/seed.js';
import { afterSeed, largestGroup, type Size, smallestGroup, waiting } from '../test/scale/size.js';

/** Many users, of whom the planner knows that they are too many to read them all; few of the rest, to be made in seconds. */
const size: Size = { users: 60_000, friendsEach: 2, groups: 1_000 };

/** A command has up to two dozen statements, each with its index pages and its checks of references. */
const allowedFor = (about: number): Cost => ({ rows: 5 * about + 60, pages: 20 * about + 250 });

describe('the cost of requests on PostgreSQL', function () {
  this.timeout(120_000);
  const clock = fakeClock();
  clock.set(afterSeed);
  let server: PostgresServer;
  let seeded: string;

  before(async () => {
    // The default is for disks that turn: by it, small tables are read whole, which takes fewer pages than by index.
    server = await startPostgres({ settings: { random_page_cost: '1.1' } });
    seeded = await server.createDatabase();
    await seedPostgres({ ...size, url: seeded, passwordHash: await inMemoryPasswordHasher().hash(password) });
  });
  after(() => server.stop());

  const modes: Readonly<Record<string, PlanMode>> = {
    'with plans for the values at hand': 'force_custom_plan',
    'with plans for all values': 'force_generic_plan',
  };
  for (const [title, mode] of Object.entries(modes))
    describe(title, () => {
      let kith: ExplainedKith;
      let cast: Cast;

      before(async () => {
        kith = await explainedKith(await server.createDatabase(seeded), { clock, mode });
        cast = await castOf(kith.services, size);
      });
      after(() => kith.close());

      for (const [title, request] of Object.entries(requests))
        it(`grows with the answer, and not with the tables: ${title}`, async () => {
          const { answer, statements } = await kith.explain((services) => request(services, cast));
          expect(statements).to.not.be.empty;
          expect(statements.flatMap(scansOf), 'tables read from end to end').to.deep.equal([]);
          expect(statements.filter(({ JIT }) => JIT)).to.deep.equal([], 'statements that are compiled first');
          const allowed = allowedFor(answer);
          const { rows, pages } = together(statements.map(costOf));
          expect(rows, 'rows that were read').to.be.at.most(allowed.rows);
          expect(pages, 'pages that were read').to.be.at.most(allowed.pages);
        });

      it(`is the same for a new name of a group of ${smallestGroup} and of one of ${largestGroup}`, async () => {
        const costs: Cost[] = [];
        for (const which of ['renaming the smallest group', 'renaming the largest group']) {
          const { statements } = await kith.explain(async (services) => requests[which]?.(services, cast));
          costs.push(together(statements.map(costOf)));
        }
        const [smallest, largest] = costs;
        expect(largest?.rows).to.equal(smallest?.rows);
        // A page may be full, and its row be moved to another.
        expect(largest?.pages).to.be.closeTo(smallest?.pages ?? 0, 8);
      });
    });

  it('would be seen if it grew with a table', async () => {
    const kith = await explainedKith(seeded, { clock });
    const { statements } = await kith.explain(({ unitOfWork }) =>
      unitOfWork.read(({ outbox }) => outbox.counts()),
    );
    await kith.close();
    expect(together(statements.map(costOf)).rows).to.be.at.least(waiting / 2);
  });
});
