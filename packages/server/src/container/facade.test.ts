import { expect } from 'chai';
import { inject, injectable } from 'inversify';
import { type ServiceModule, serviceId, serviceModule, wire } from './facade.js';

interface Pool {
  readonly name: string;
}

interface Services {
  readonly url: string;
  readonly pool: Pool;
  readonly users: { readonly pool: Pool };
  readonly greeting: string;
}

const module = serviceModule<Services>();
const settings = module((bind) => bind.value('url', 'memory'));

/** A pool and what stands on it, telling of their lives. */
const tellingOf = (events: string[], pause: () => Promise<void> = async () => {}) =>
  module((bind) => {
    bind.singleton(
      'pool',
      ['url'],
      async ({ url }) => {
        await pause();
        events.push('pool opened');
        return { name: url };
      },
      async () => {
        await pause();
        events.push('pool closed');
      },
    );
    bind.singleton(
      'users',
      ['pool'],
      ({ pool }) => ({ pool }),
      () => void events.push('users closed'),
    );
  });

describe('the container', () => {
  it('makes a service from what it needs, by name', async () => {
    const { get } = wire(settings, tellingOf([]));
    expect(await get('users')).to.deep.equal({ pool: { name: 'memory' } });
  });

  it('makes nothing before it is asked for, and each service once', async () => {
    const events: string[] = [];
    const { get } = wire(settings, tellingOf(events));
    expect(events).to.deep.equal([]);
    const [one, other] = await Promise.all([get('pool'), get('pool')]);
    expect(one).to.equal(other);
    expect((await get('users')).pool).to.equal(one);
    expect(events).to.deep.equal(['pool opened']);
  });

  it('refuses at start-up a service that nobody binds, naming all that are missing and who needs them', () => {
    const incomplete = module((bind) => {
      bind.singleton('users', ['pool'], ({ pool }) => ({ pool }));
      bind.singleton('greeting', ['url', 'pool'], ({ url, pool }) => url + pool.name);
    });
    expect(() => wire(incomplete)).to.throw(
      'No module binds pool (needed by users, greeting); url (needed by greeting).',
    );
  });

  it('refuses a service bound twice in one module', () => {
    const twice = module((bind) => {
      bind.value('url', 'a');
      bind.value('url', 'b');
    });
    expect(() => wire(twice)).to.throw('The service url is bound twice in one module.');
  });

  it('rejects what needs itself, naming the circle', async () => {
    const circle = module((bind) => {
      bind.singleton('pool', ['users'], ({ users }) => users.pool);
      bind.singleton('users', ['pool'], ({ pool }) => ({ pool }));
    });
    const failure = await wire(circle)
      .get('users')
      .catch((error: unknown) => error);
    expect(String(failure))
      .to.match(/circular/i)
      .and.to.include('kith:pool');
  });

  describe('with modules of an embedder', () => {
    it('lets theirs take the place of ours, for all that stands on it', async () => {
      const events: string[] = [];
      const theirs = module((bind) => bind.value('pool', { name: 'theirs' }));
      const { get, close } = wire(settings, tellingOf(events), theirs);
      expect((await get('users')).pool.name).to.equal('theirs');
      await close();
      expect(events, 'our pool was never opened').to.deep.equal(['users closed']);
    });

    it('makes their own injectable class, and closes it', async () => {
      const closed: Users[] = [];
      class Users {
        readonly pool: Pool;
        constructor(pool: Pool) {
          this.pool = pool;
        }
      }
      // What `@injectable()` and `@inject(serviceId('pool'))` do, for compilers without decorators.
      injectable()(Users);
      inject(serviceId('pool'))(Users, undefined, 0);

      const theirs = module((bind) => bind.class('users', Users, (users) => void closed.push(users)));
      const { get, close } = wire(settings, tellingOf([]), theirs);
      const users = await get('users');
      expect(users).to.be.instanceOf(Users);
      expect(users.pool.name).to.equal('memory');
      expect(await get('users')).to.equal(users);
      await close();
      expect(closed).to.deep.equal([users]);
    });
  });

  describe('when it closes', () => {
    it('closes what was made last first, one after another', async () => {
      const events: string[] = [];
      const { get, close } = wire(
        settings,
        tellingOf(events, () => new Promise(setImmediate)),
      );
      await get('users');
      await close();
      expect(events).to.deep.equal(['pool opened', 'users closed', 'pool closed']);
    });

    it('leaves alone what was never made', async () => {
      const events: string[] = [];
      await wire(settings, tellingOf(events)).close();
      expect(events).to.deep.equal([]);
    });

    it('does so once, however often it is asked', async () => {
      const events: string[] = [];
      const { get, close } = wire(settings, tellingOf(events));
      await get('pool');
      await Promise.all([close(), close()]);
      await close();
      expect(events).to.deep.equal(['pool opened', 'pool closed']);
    });

    it('gives nothing any more', async () => {
      const { get, close } = wire(settings, tellingOf([]));
      await close();
      const failure = await get('pool').catch((error: unknown) => error);
      expect(String(failure)).to.include('The container is closed');
    });

    it('closes the others when one fails, and says what failed', async () => {
      const events: string[] = [];
      const failing = module((bind) =>
        bind.singleton(
          'greeting',
          ['pool'],
          ({ pool }) => pool.name,
          () => Promise.reject(new Error('stuck')),
        ),
      );
      const { get, close } = wire(settings, tellingOf(events), failing);
      await get('greeting');
      const failure = await close().catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AggregateError);
      expect((failure as AggregateError).errors.map(String)).to.deep.equal(['Error: stuck']);
      expect(events).to.deep.equal(['pool opened', 'pool closed']);
    });

    it('closes what was made before another could not be made', async () => {
      const events: string[] = [];
      const failing = module((bind) =>
        bind.singleton('greeting', ['pool'], () => Promise.reject(new Error('no greeting'))),
      );
      const { get, close } = wire(settings, tellingOf(events), failing);
      const failure = await get('greeting').catch((error: unknown) => error);
      expect(String(failure)).to.include('no greeting');
      await close();
      expect(events).to.deep.equal(['pool opened', 'pool closed']);
    });
  });

  it('does not compile with a wrong key, type, need or module', () => {
    module((bind) => {
      // @ts-expect-error no such service
      bind.value('users2', { pool: { name: '' } });
      // @ts-expect-error a url is text
      bind.value('url', 1);
      // @ts-expect-error nobody can need what is no service
      bind.singleton('greeting', ['nothing'], () => '');
      // @ts-expect-error the pool is used, and not among what is needed
      bind.singleton('users', ['url'], ({ pool }) => ({ pool }));
      // @ts-expect-error a url is text, not a pool
      bind.singleton('users', ['url'], ({ url }) => ({ pool: url }));
      // @ts-expect-error a greeting is text
      bind.singleton('greeting', [], () => 1);
      // @ts-expect-error a greeting is text, later too
      bind.singleton('greeting', [], async () => 1);
      const closePool = (pool: Pool) => void pool;
      // @ts-expect-error what is closed is the greeting
      bind.singleton('greeting', [], () => '', closePool);
      // @ts-expect-error a Date is no pool
      bind.class('pool', Date);
    });
    const others: ServiceModule<{ readonly other: string }> = serviceModule<{ readonly other: string }>()(
      () => {},
    );
    const use = () => {
      // @ts-expect-error a module for other services
      wire<Services>(others);
      // @ts-expect-error no such service
      return wire<Services>().get('nothing');
    };
    expect(use).to.be.a('function');
  });
});
