import { createUseCases, developmentRules, type Phone, type Rules, type UseCases } from '@kith/core';
import { inMemoryPorts } from '@kith/core/in-memory';
import type { Cast } from './random-commands.js';
import { signUp } from './sign-up.js';
import type { World } from './test-store.js';

/** All use cases on a test's store and clock; the other ports are in memory. */
export function useCasesOn({ unitOfWork, clock }: World, rules: Rules = developmentRules) {
  const ports = { ...inMemoryPorts({ rules }), unitOfWork, clock };
  return { kith: createUseCases(ports), inbox: ports.smsVerifier };
}

/** Some users to begin with, and a way to get more. */
export async function castOf(
  world: World,
  kith: UseCases,
  inbox: { lastCode(phone: Phone): string },
  count: number,
): Promise<Cast> {
  const users = await world.given.users<number>(count);
  return {
    users: users.map(({ id }) => id),
    groups: [],
    signUp: async (nickname) => (await signUp(kith, inbox, { phone: world.given.phone(), nickname })).user,
  };
}
