import { createUseCases, type EpochMs, epochMs, productionRules } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import { fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { connect } from '../connect.js';
import { openSqlStore } from '../index.js';
import { mysql, postgres } from '../test/databases/test-database.js';
import { describeOnMysql } from '../test/mysql-store.js';
import { sqliteFile } from '../test/sqlite-file.js';
import { initial } from './0001-initial.js';
import { migrate } from './run.js';

const random = { fraction: () => 0.5 };
const minute = 60_000;
const ann = { region: '86', number: '13912345001' };

/** Rows as they were before, of which only the number differs and when it was last heard of. */
async function databaseOfBefore(
  url: string,
  verifications: readonly (readonly [string, EpochMs | null, string])[],
) {
  const database = await connect({ url, random });
  const clock = fakeClock();
  await migrate(database, { migrations: [initial], clock, again: (run) => run() });
  await database.changeSchema(async (trx) => {
    for (const [phone, at, codes] of verifications)
      await trx('verifications').insert({
        region: '86',
        phone,
        codes,
        tries: 0,
        last_send_at: at,
        token_digest: null,
        token_expires_at: null,
      });
  });
  await database.close();
}

for (const [name, newUrl, define] of [
  ['SQLite', async () => sqliteFile().url, describe],
  ['PostgreSQL', async () => (await postgres.create()).url, describe],
  ['MySQL', async () => (await mysql.create()).url, describeOnMysql],
] as const)
  define(`the migration for what is counted of SMS, on ${name}`, function () {
    this.timeout(60_000);

    it('keeps a code good that was sent before it, and clears away what was over before it', async () => {
      const clock = fakeClock();
      const now = clock.now();
      const ports = inMemoryPorts({ rules: productionRules });
      const { reference } = await ports.smsVerifier.start(ann);
      const url = await newUrl();
      await databaseOfBefore(url, [
        [ann.number, now, JSON.stringify([{ reference, sentAt: now }])],
        ['13912345002', epochMs(now - 3 * minute), '[]'],
        ['13912345003', null, '[]'],
      ]);

      const { unitOfWork, close } = await openSqlStore({ url, clock, random, migrate: true });
      const pruned = await unitOfWork.write(({ verifications }) =>
        verifications.prune(epochMs(now - minute)),
      );
      expect(pruned).to.equal(2);
      const { verifyCode } = createUseCases({ ...ports, clock, unitOfWork });
      await verifyCode(ann, ports.smsVerifier.lastCode(ann));
      await close();
    });
  });
