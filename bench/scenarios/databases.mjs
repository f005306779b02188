// What a sync and commands cost in the process and in the database, without HTTP, beside what the driver can do.
import { engines } from '../engines.mjs';
import { measure } from '../measure.mjs';
import { openNetwork } from '../network.mjs';
import { clock, createUseCases, inMemoryPorts, noVersion } from '../parts.mjs';
import { ms, table, times } from '../table.mjs';

const fromNothing = { since: noVersion, era: null };

export async function databases(options) {
  for (const [name, start] of Object.entries(engines)) {
    const engine = await start();
    if (typeof engine === 'string') {
      console.log(`\n${name}: left out, ${engine}`);
      continue;
    }
    try {
      console.log(`\n${name}`);
      await onEngine(engine, options);
    } finally {
      await engine.stop();
    }
  }
}

async function onEngine(engine, options) {
  const row = table(44, 12, 12, 12, 12);
  row('', 'median', '99 of 100', 'Node', 'beside it');
  const show = async (title, work, limit) => {
    const { median, p99, cpu } = await measure(work, options);
    row(title, ms(median), ms(p99), ms(cpu), limit === undefined ? '' : times(median / limit));
    return median;
  };

  const driver = await engine.driver();
  const { store, me, friend, open } = await openNetwork(engine.url);
  const { unitOfWork } = store;
  const kith = createUseCases({ ...inMemoryPorts(), clock, unitOfWork });
  try {
    const select = await show('select 1, by the driver', driver.select);
    await show('  a unit of work that reads nothing', () => unitOfWork.read(async () => {}), select);
    await show('  a sync of everything', () => kith.pullChanges(me, fromNothing), select);
    const { version: since, era } = await kith.pullChanges(me, fromNothing);
    await show('  a sync of nothing new', () => kith.pullChanges(me, { since, era }), select);

    const update = await show('a row updated and committed, by the driver', driver.update);
    let n = 0;
    await show(
      '  a name for a friend',
      () => {
        n += 1;
        return kith.setFriendDisplayName(me, friend, `name ${n}`);
      },
      update,
    );
    await show(
      '  joining a group and leaving it',
      async () => {
        await kith.joinGroup(me, open);
        await kith.quitGroup(me, open);
      },
      update,
    );
  } finally {
    await store.close();
    await driver.close();
  }
}
