import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs, userId } from '@kith/core';
import { expect } from 'chai';
import { runCommandLine } from './command-line.js';
import { type Config, readConfig } from './config.js';
import { kithContainer } from './container/container.js';
import { testVariables } from './test/config-of.js';

describe('the command line', () => {
  let folder: string;
  let production: NodeJS.ProcessEnv;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-commands-'));
    production = {
      ...testVariables,
      NODE_ENV: 'production',
      DATABASE_URL: `sqlite:${join(folder, 'kith.db')}`,
    };
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = production) => {
    const printed = { out: '', err: '' };
    const out = (text: string) => {
      printed.out += `${text}\n`;
    };
    const err = (text: string) => {
      printed.err += `${text}\n`;
    };
    return { code: await runCommandLine(args, { env, out, err }), ...printed };
  };

  it('says what it can do, and which variables it reads', async () => {
    const { code, out } = await run(['--help'], {});
    expect(code).to.equal(0);
    for (const text of [
      'kith serve',
      'kith migrate',
      'kith config',
      'kith outbox',
      'kith relay',
      'kith im',
      'kith clock',
      'KITH_AUTH_KEYS',
    ])
      expect(out).to.include(text);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'], {})).to.deep.equal({ code: 0, out: `${version}\n`, err: '' });
  });

  for (const args of [
    ['fly'],
    ['serve', '--fast'],
    ['migrate', 'now'],
    ['outbox'],
    ['outbox', 'replay'],
    ['outbox', 'replay', 'x'],
    ['outbox', 'drop'],
    ['relay', 'now'],
    ['clock'],
    ['clock', 'show', 'now'],
    ['im'],
    ['im', 'compare'],
    ['im', 'reconcile'],
    ['im', 'reconcile', 'everything'],
    ['im', 'reconcile', '--all', '--user', '1'],
    ['im', 'reconcile', '--user', '1', '--after', 'user:1'],
  ])
    it(`refuses kith ${args.join(' ')} with exit code 2, pointing to the help`, async () => {
      const { code, out, err } = await run(args);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.include('kith --help');
    });

  it('prints its configuration with secrets masked', async () => {
    const { code, out } = await run(['config'], { ...production, KITH_QINIU_SECRET_KEY: '' });
    expect(code).to.equal(0);
    expect(out).to.include('NODE_ENV=production\n').and.include('KITH_AUTH_KEYS=********\n');
    for (const secret of [
      testVariables.KITH_AUTH_KEYS,
      testVariables.KITH_N3D_KEY,
      testVariables.KITH_DIGEST_KEY,
    ])
      expect(out).to.not.include(secret);
  });

  it('prints no key of an object store', async () => {
    const keys = {
      KITH_S3_ACCESS_KEY_ID: 'hunter2',
      KITH_S3_SECRET_ACCESS_KEY: 'hunter2',
      KITH_S3_SESSION_TOKEN: 'hunter2',
    };
    const { out } = await run(['config'], {
      ...production,
      ...keys,
      KITH_S3_ENDPOINT: 'https://s3.example.com',
      KITH_S3_REGION: 'eu-central-1',
      KITH_S3_BUCKET: 'pictures',
      KITH_S3_PUBLIC_URL: 'https://pictures.example.com',
    });
    expect(out).to.include('KITH_S3_ENDPOINT=https://s3.example.com\n').and.not.include('hunter2');
    for (const name of Object.keys(keys)) expect(out).to.include(`${name}=********\n`);
  });

  it('prints who sends codes as it is written, and no key of theirs', async () => {
    const keys = {
      KITH_YUNPIAN_API_KEY: 'hunter2',
      KITH_ALIYUN_ACCESS_KEY_SECRET: 'hunter2',
      KITH_TENCENT_SECRET_KEY: 'hunter2',
      KITH_TWILIO_AUTH_TOKEN: 'hunter2',
      KITH_TWILIO_API_SECRET: 'hunter2',
      KITH_RONGCLOUD_APP_SECRET: 'hunter2',
    };
    const { out } = await run(['config'], {
      ...production,
      ...keys,
      KITH_RONGCLOUD_APP_KEY: 'an app',
      KITH_SMS_ROUTES: ' 86 = yunpian, *=yunpian',
      KITH_YUNPIAN_TEMPLATES: 'zh_cn=1,en=2',
    });
    expect(out)
      .to.include('KITH_SMS_ROUTES=86=yunpian,*=yunpian\n')
      .and.include('KITH_YUNPIAN_TEMPLATES=zh_cn=1,en=2\n')
      .and.not.include('hunter2');
    for (const name of Object.keys(keys)) expect(out).to.include(`${name}=********\n`);
  });

  it('prints the app of RongCloud, and neither its secret nor where it calls back', async () => {
    const { out } = await run(['config'], {
      ...production,
      KITH_RONGCLOUD_APP_KEY: 'our-app',
      KITH_RONGCLOUD_APP_SECRET: 'hunter2',
      KITH_RONGCLOUD_CALLBACK_PATH: '/hooks/hunter2',
      KITH_RONGCLOUD_URL: 'https://a.example.com,https://b.example.com',
    });
    expect(out)
      .to.include('KITH_RONGCLOUD_APP_KEY=our-app\n')
      .and.include('KITH_RONGCLOUD_URL=https://a.example.com,https://b.example.com\n')
      .and.include('KITH_RONGCLOUD_APP_SECRET=********\n')
      .and.include('KITH_RONGCLOUD_CALLBACK_PATH=********\n')
      .and.not.include('hunter2');
  });

  it('prints the address of the database without its password', async () => {
    const { out } = await run(['config'], {
      ...production,
      DATABASE_URL: 'postgres://kith:hunter2@db.example.com:5432/kith?sslmode=verify-full',
      DATABASE_REPLICA_URL: 'postgres://kith@replica/kith?password=hunter2&sslmode=require',
    });
    expect(out)
      .to.include('DATABASE_URL=postgres://kith:********@db.example.com:5432/kith?sslmode=verify-full\n')
      .and.include('DATABASE_REPLICA_URL=postgres://kith@replica/kith?password=********&sslmode=require\n')
      .and.not.include('hunter2');
  });

  describe('kith migrate', () => {
    it('brings the schema up to date, and says with --status what was done and what is to be done', async () => {
      const before = await run(['migrate', '--status'], production);
      expect(before.out).to.match(/^pending {2}0001-/);
      const done = await run(['migrate'], production);
      expect(done).to.include({ code: 0, err: '' });
      expect(done.out).to.match(/^applied {2}0001-/);
      expect((await run(['migrate'])).out).to.equal('The schema is up to date.\n');
      expect((await run(['migrate', '--status'], production)).out)
        .to.match(/^applied {2}0001-/)
        .and.not.include('pending');
    });
  });

  describe('kith outbox', () => {
    before(async () => {
      await run(['migrate']);
    });

    it('lists what was given up without its content, and tries it again', async () => {
      const id = await giveUp(readConfig(production));
      const listed = await run(['outbox', 'list']);
      expect(listed).to.include({ code: 0, err: '' });
      expect(listed.out).to.match(
        new RegExp(`^${id}  2017-07-14T02:40:00.000Z  contact-notice  pair:1:2  .*refused\n`),
      );
      expect(listed.out).to.not.include('secret greeting');

      expect((await run(['outbox', 'replay', String(id)])).out).to.equal('1 will be tried again.\n');
      expect((await run(['outbox', 'list'])).out).to.equal('Nothing was given up.\n');
      expect((await run(['outbox', 'replay', String(id)])).out).to.equal('0 will be tried again.\n');
    });

    it('throws away what was given up, and nothing else', async () => {
      const id = await giveUp(readConfig(production), 3);
      expect((await run(['outbox', 'drop', String(id), '4000000000'])).out).to.equal('1 thrown away.\n');
      expect((await run(['outbox', 'list'])).out).to.equal('Nothing was given up.\n');
    });
  });

  describe('kith im', () => {
    for (const mode of ['production', 'development'])
      it(`refuses in ${mode} to compare with a cloud that lives in the memory of another process`, async () => {
        const { code, out, err } = await run(['im', 'reconcile', '--all'], { ...production, NODE_ENV: mode });
        expect({ code, out }).to.deep.equal({ code: 1, out: '' });
        expect(err).to.match(/^No IM cloud is configured\.[^\n]*\n$/);
      });
  });

  describe('kith clock', () => {
    before(async () => {
      await run(['migrate']);
    });
    const eraIn = (out: string) => Number(/^era +(\d+)$/m.exec(out)?.[1]);

    it('shows where it stands, and opens an era', async () => {
      const before = await run(['clock', 'show']);
      expect(before).to.include({ code: 0, err: '' });
      const after = await run(['clock', 'renew']);
      expect(eraIn(after.out)).to.be.above(eraIn(before.out));
      expect((await run(['clock', 'show'])).out).to.include(`era        ${eraIn(after.out)}\n`);
    });
  });
});

/** An event that could not be delivered. @returns its id */
async function giveUp(config: Config, to = 2): Promise<number> {
  const container = kithContainer(config);
  const at = epochMs(1_500_000_000_000);
  const event = {
    type: 'contact-notice',
    operation: 'Request',
    from: { id: userId(1), nickname: 'Ann' },
    to: userId(to),
    message: 'secret greeting',
  } as const;
  const { write } = await container.get('unitOfWork');
  await write(({ outbox }) => outbox.add(event, at));
  const id = await write(async ({ outbox }) => {
    const [entry] = await outbox.claim({ now: at, leaseUntil: epochMs(at + 1), limit: 1 });
    if (!entry) throw new Error('nothing to claim');
    await outbox.bury(entry.id, { error: 'refused' });
    return entry.id;
  });
  await container.close();
  return id;
}
