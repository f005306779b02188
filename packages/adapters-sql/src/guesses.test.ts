import { type Clock, createUseCases, developmentRules, type UseCases } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import { fakeClock, settle } from '@kith/testing';
import { expect } from 'chai';
import { type Place, places } from './test/places.js';

const ann = { region: '86', number: '13912345001' };

/** Two servers over one database. */
async function twoServers(place: Place, clock: Clock) {
  const stores = [await place.open(clock), await place.open(clock)];
  const ports = { ...inMemoryPorts({ rules: developmentRules }), clock };
  const kiths = stores.map(({ unitOfWork, rateLimiter }) =>
    createUseCases({ ...ports, unitOfWork, rateLimiter }),
  );
  const [kith] = kiths;
  if (!kith) throw new Error('there is no server');
  /** So many at each. */
  const each = (count: number, guess: (server: UseCases) => Promise<unknown>) =>
    settle(kiths.flatMap((server) => Array.from({ length: count }, () => guess(server))));
  const counts = (reasons: readonly unknown[]): Record<string, number> => {
    const byCode: Record<string, number> = {};
    for (const reason of reasons) {
      const { code } = reason as { readonly code: string };
      byCode[code] = (byCode[code] ?? 0) + 1;
    }
    return byCode;
  };
  return { kith, each, counts, close: () => Promise.all(stores.map(({ close }) => close())) };
}

for (const [name, placeFor, define] of places)
  define(`guesses, on ${name}`, function () {
    // The first one starts the server.
    this.timeout(60_000);

    it('at a code are counted together, whichever of two servers they come to, all at once', async () => {
      const clock = fakeClock();
      const { kith, each, counts, close } = await twoServers(await placeFor(clock), clock);
      await kith.sendCode(ann);
      const { reasons } = await each(15, ({ verifyCode }) => verifyCode(ann, 'no code'));
      const { maxTries } = developmentRules.code;
      expect(counts(reasons)).to.deep.equal({ 'code-wrong': maxTries, 'code-expired': 30 - maxTries });
      await close();
    });

    it('at a password are counted together, whichever of two servers they come to, all at once', async () => {
      const clock = fakeClock();
      const { each, counts, close } = await twoServers(await placeFor(clock), clock);
      const { reasons } = await each(15, ({ logIn }) => logIn(ann, 'no password'));
      const { limit } = developmentRules.passwordGuesses;
      expect(counts(reasons)).to.deep.equal({ 'credentials-wrong': limit, 'too-many-guesses': 30 - limit });
      await close();
    });
  });
