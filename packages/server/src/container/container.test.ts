import { expect } from 'chai';
import { createLogger } from '../logging.js';
import { configOf } from '../test/config-of.js';
import { lines } from '../test/lines.js';
import { kithContainer } from './container.js';
import { coreModule } from './core.module.js';
import { wire } from './facade.js';
import { module } from './services.js';

const quiet = module((bind) =>
  bind.singleton('logger', ['config'], ({ config }) => createLogger(config, lines())),
);

describe('the container of the server', () => {
  it('makes the use cases on the database, without a server', async () => {
    const { get, close } = kithContainer(configOf(), quiet);
    const isPhoneAvailable = await get('isPhoneAvailable');
    expect(await isPhoneAvailable({ region: '86', number: '13912345678' })).to.equal(true);
    await close();
  });

  it('opens the database once for all of them', async () => {
    const { get, close } = kithContainer(configOf(), quiet);
    const [unitOfWork, store] = await Promise.all([get('unitOfWork'), get('store')]);
    expect(unitOfWork).to.equal(store.unitOfWork);
    await close();
  });

  it('closes the database: what comes later is refused', async () => {
    const { get, close } = kithContainer(configOf(), quiet);
    const { read } = await get('unitOfWork');
    await close();
    const failure = await read(({ users }) => users.findMany([])).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'storage-unavailable');
  });

  it('lets an embedder bring their own adapter, and never opens ours', async () => {
    const parse = () => ({ region: '1', number: '1' });
    const theirs = module((bind) => bind.value('phoneNumbers', { parse }));
    const { get, close } = kithContainer(configOf(), quiet, theirs);
    expect((await get('phoneNumbers')).parse).to.equal(parse);
    await close();
  });

  it('stops the server first, then the relay, then the database', async () => {
    const stopped: string[] = [];
    const { get, close } = kithContainer(
      configOf(),
      quiet,
      module((bind) => {
        bind.singleton(
          'store',
          [],
          () => ({
            unitOfWork: none(),
            rateLimiter: none(),
            clock: none(),
            pools: () => ({}),
            close: async () => {},
          }),
          () => void stopped.push('database'),
        );
        bind.singleton(
          'relay',
          ['deliverOutbox'],
          () => ({ start() {}, wake() {}, async stop() {} }),
          () => void stopped.push('relay'),
        );
        bind.singleton(
          'httpServer',
          ['requestListener', 'relay'],
          () => ({ url: '', async stop() {} }),
          () => void stopped.push('server'),
        );
      }),
    );
    await get('httpServer');
    await close();
    expect(stopped).to.deep.equal(['server', 'relay', 'database']);
  });

  it('refuses to start without what the use cases need, naming it', () => {
    expect(() => wire(coreModule)).to.throw(/No module binds .*unitOfWork \(needed by .*register/);
  });
});

/** Bound, and never used. */
const none = () => new Proxy({} as never, {});
