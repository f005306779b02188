import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DomainError,
  type Group,
  groupId,
  type IdCodec,
  type ImDirectory,
  type ImEvent,
  type User,
  version,
} from '@kith/core';
import { type InMemoryImGateway, inMemoryImGateway } from '@kith/core/in-memory';
import { builders, fakeClock, rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { readConfig } from '../config.js';
import { kithContainer, type ServerContainer } from '../container/container.js';
import { module } from '../container/services.js';
import { testVariables } from '../test/config-of.js';
import { UsageError } from '../usage-error.js';
import { imCommandWith } from './im.js';

describe('kith im reconcile', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let cloud: InMemoryImGateway;
  let directory: ImDirectory;
  let clock: ReturnType<typeof fakeClock>;
  let beside: ServerContainer;
  let idCodec: IdCodec;
  let ann: User;
  let ben: User;
  let walkers: Group;

  const containerOn = (config: ReturnType<typeof readConfig>) =>
    kithContainer(
      { ...config, serves: false, migrate: true },
      module((bind) => {
        bind.value('clock', clock);
        bind.value('imGateway', cloud);
        bind.value('imDirectory', directory);
      }),
    );
  const never = new Promise<void>(() => {});

  /** Runs the command; only waiting takes time. */
  async function run(args: string, { stopped = never }: { readonly stopped?: Promise<void> } = {}) {
    const printed = { out: '', err: '' };
    const command = imCommandWith({
      open: containerOn,
      untilStopped: () => stopped,
      wait: async (ms) => clock.advance(ms),
    });
    const io = {
      env,
      out: (text: string) => {
        printed.out += `${text}\n`;
      },
      err: (text: string) => {
        printed.err += `${text}\n`;
      },
    };
    return { code: await command.run(args.split(' '), io), ...printed };
  }
  /** Tells the cloud past the outbox. */
  const mislead = async (...events: ImEvent[]) => {
    for (const event of events) await cloud.deliver({ event, version: version(0), at: clock.now() });
  };
  const deliverAll = async () => {
    const deliverOutbox = await beside.get('deliverOutbox');
    while ((await deliverOutbox()).delivered > 0);
  };
  const pending = async () => {
    const { read } = await beside.get('unitOfWork');
    return (await read(({ outbox }) => outbox.counts())).pending;
  };
  const idOf = ({ id }: { readonly id: number }) => idCodec.encode(id);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kith-im-'));
    env = {
      ...testVariables,
      NODE_ENV: 'production',
      KITH_LOG_LEVEL: 'silent',
      DATABASE_URL: `sqlite:${join(folder, 'kith.db')}`,
      KITH_RONGCLOUD_APP_KEY: 'an app',
      KITH_RONGCLOUD_APP_SECRET: 'its secret',
    };
    clock = fakeClock();
    cloud = inMemoryImGateway();
    directory = cloud;
    beside = containerOn(readConfig(env));
    idCodec = await beside.get('idCodec');
    const given = builders(await beside.get('unitOfWork'), clock);
    [ann, ben] = await given.users(2);
    walkers = await given.group(ann.id, [ben.id], 'walkers');
    await given.block(ann.id, ben.id);
    await mislead(
      { type: 'group-created', group: walkers.id, name: 'walkers', members: [ann.id, ben.id] },
      { type: 'block-added', owner: ann.id, target: ben.id },
    );
  });
  afterEach(async () => {
    await beside.close();
    rmSync(folder, { recursive: true });
  });

  it('finds nothing where both are alike', async () => {
    for (const scope of [`--user ${idOf(ann)}`, `--group ${idOf(walkers)}`, '--all'])
      for (const dryRun of ['', ' --dry-run'])
        expect(await run(`reconcile ${scope}${dryRun}`)).to.include({ code: 0 });
    expect((await run(`reconcile --user ${idOf(ann)}`)).out).to.equal(
      'Compared 0 groups, 1 user, 0 differences.\n',
    );
    expect(await pending()).to.equal(0);
  });

  it('of a user, prints each difference in one line, and has it told by the outbox', async () => {
    const gone = groupId(99);
    await mislead(
      { type: 'group-left', group: walkers.id, members: [ann.id] },
      { type: 'group-joined', group: gone, name: 'gone', members: [ann.id] },
      { type: 'block-lifted', owner: ann.id, target: ben.id },
      { type: 'block-added', owner: ann.id, target: ann.id },
    );
    expect(await run(`reconcile --user ${idOf(ann)}`)).to.deep.equal({
      code: 0,
      out: [
        `+ member ${idOf(ann)} of group ${idOf(walkers)} (missing there)`,
        `- member ${idOf(ann)} of group ${idCodec.encode(gone)} (not in it here)`,
        `+ block of ${idOf(ben)} by ${idOf(ann)} (missing there)`,
        `- block of ${idOf(ann)} by ${idOf(ann)} (not blocked here)`,
        'Compared 0 groups, 1 user, 4 differences.',
        'The IM cloud is told by the outbox: kith serve or kith relay delivers it.',
        '',
      ].join('\n'),
      err: '',
    });
    await deliverAll();
    expect((await run(`reconcile --user ${idOf(ann)} --dry-run`)).code).to.equal(0);
  });

  it('of a group, finds members and the name, in one line whatever the name is', async () => {
    await mislead(
      { type: 'group-left', group: walkers.id, members: [ben.id] },
      { type: 'group-renamed', group: walkers.id, name: 'a "new\nname"' },
    );
    const { code, out } = await run(`reconcile --group ${walkers.id}`);
    expect(code).to.equal(0);
    expect(out.split('\n').slice(0, 3)).to.deep.equal([
      `+ member ${idOf(ben)} of group ${idOf(walkers)} (missing there)`,
      `~ name of group ${idOf(walkers)} ("walkers" here, "a \\"new\\nname\\"" there)`,
      'Compared 1 group, 0 users, 2 differences.',
    ]);
    await deliverAll();
    expect((await run(`reconcile --group ${idOf(walkers)} --dry-run`)).code).to.equal(0);
  });

  it('only lists in a dry run, and says by exit code 3 that something differs', async () => {
    await mislead({ type: 'block-lifted', owner: ann.id, target: ben.id });
    for (const scope of [`--user ${idOf(ann)}`, '--all']) {
      const { code, out } = await run(`reconcile ${scope} --dry-run`);
      expect(code).to.equal(3);
      expect(out)
        .to.include(`+ block of ${idOf(ben)} by ${idOf(ann)}`)
        .and.include('A dry run');
    }
    expect(await pending()).to.equal(0);
  });

  it('of all, finds each difference once, though both the group and its members show it', async () => {
    await mislead(
      { type: 'group-left', group: walkers.id, members: [ben.id] },
      { type: 'group-renamed', group: walkers.id, name: 'runners' },
      { type: 'group-joined', group: groupId(99), name: 'gone', members: [ben.id] },
      { type: 'block-lifted', owner: ann.id, target: ben.id },
    );
    const { code, out, err } = await run('reconcile --all');
    expect(code).to.equal(0);
    expect(out.match(/^[-+~]/gm)).to.have.lengthOf(4);
    expect(out).to.include('Compared 1 group, 2 users, 4 differences.');
    expect(err).to.equal(
      [
        `position group:${idOf(walkers)}: 1 group, 0 users, 2 differences`,
        `position user:${idOf(ben)}: 1 group, 2 users, 4 differences`,
        '',
      ].join('\n'),
    );
    await deliverAll();
    expect((await run('reconcile --all --dry-run')).code).to.equal(0);
  });

  it('of all, clears a group off the cloud that is dismissed here', async () => {
    const { write } = await beside.get('unitOfWork');
    await write(({ groups }) => groups.dismiss(walkers.id, clock.now()));
    await run('reconcile --all');
    await deliverAll();
    expect(await cloud.groupMembers(walkers.id)).to.deep.equal([]);
  });

  it('goes on behind a position', async () => {
    await mislead(
      { type: 'group-left', group: walkers.id, members: [ben.id] },
      { type: 'block-added', owner: ben.id, target: ann.id },
    );
    const differencesAfter = async (position: string) =>
      (await run(`reconcile --all --dry-run --after ${position}`)).out.match(/^[-+~]/gm)?.length ?? 0;
    expect(await differencesAfter(`group:${idOf(walkers)}`)).to.equal(1);
    expect(await differencesAfter(`user:${ann.id}`)).to.equal(1);
    expect(await differencesAfter(`user:${idOf(ben)}`)).to.equal(0);
  });

  it('waits for a cloud that is away for a while', async () => {
    cloud.failNext('im-unavailable', 6);
    expect(await run('reconcile --all')).to.include({ code: 0 });
  });

  it('gives up on a cloud that stays away, and says how to go on', async () => {
    directory = {
      ...cloud,
      blockedBy: async () => {
        throw new DomainError('im-unavailable', { retryAfterMs: 0, answered: false });
      },
    };
    const { code, err } = await run('reconcile --all --dry-run');
    expect(code).to.equal(1);
    expect(err).to.include('The IM cloud does not answer.\n');
    expect(err).to.include(`Go on with: kith im reconcile --all --after group:${idOf(walkers)} --dry-run\n`);
  });

  it('does not wait where one was asked for', async () => {
    const began = clock.now();
    cloud.goDown();
    const { code, err } = await run(`reconcile --user ${idOf(ann)}`);
    expect({ code, err, tookMs: clock.now() - began }).to.deep.equal({
      code: 1,
      err: 'The IM cloud does not answer.\n',
      tookMs: 0,
    });
  });

  it('tells whom the cloud refuses, and goes on', async () => {
    await mislead({ type: 'block-lifted', owner: ann.id, target: ben.id });
    cloud.failNext('im-refused', 1);
    const { code, out, err } = await run('reconcile --all');
    expect(code).to.equal(1);
    expect(err).to.include(`! group:${idOf(walkers)}: im-refused: told to\n`);
    expect(out)
      .to.include(`+ block of ${idOf(ben)} by ${idOf(ann)}`)
      .and.include('Compared 1 group, 2 users, 1 difference, 1 could not be compared.');
  });

  it('stops when it is told to, and says how to go on', async () => {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    directory = {
      ...cloud,
      blockedBy: async (user) => {
        stop();
        return cloud.blockedBy(user);
      },
    };
    const { code, out, err } = await run('reconcile --all', { stopped });
    expect(code).to.equal(1);
    expect(out).to.equal('Compared 1 group, 2 users, 0 differences.\n');
    expect(err)
      .to.include('Stopped.\n')
      .and.include(`Go on with: kith im reconcile --all --after user:${idOf(ben)}\n`);
  });

  it('knows no user or group that is not here', async () => {
    for (const scope of ['user', 'group']) {
      const error = await rejectionOf(run(`reconcile --${scope} 4000`));
      expect(error).to.have.property('message', `There is no ${scope} 4000.`);
    }
  });

  for (const args of [
    'reconcile --user !',
    'reconcile --user 0',
    'reconcile --group ann',
    'reconcile --all --after 17',
    'reconcile --all --after room:17',
    'reconcile --all --after user:!',
  ])
    it(`refuses kith im ${args}`, async () => {
      expect(await rejectionOf(run(args))).to.be.instanceOf(UsageError);
    });
});
