import { createUseCases } from '../application/index.js';
import { type DomainErrorCode, isDomainError } from '../domain/errors.js';
import type { UserId } from '../domain/ids.js';
import type { Phone } from '../domain/phone.js';
import { type InMemoryPortsOptions, inMemoryPorts } from '../in-memory/index.js';
import type { Ports, SignedIn } from '../services.js';

export const ann: Phone = { region: '86', number: '13912345001' };
export const bob: Phone = { region: '86', number: '13912345002' };
export const password = 'P@ssw0rd';

/** All use cases on ports in memory; each write is rehearsed once, as after a conflict. */
export function kithInMemory(options: InMemoryPortsOptions = {}, replaced: Partial<Ports> = {}) {
  const ports = inMemoryPorts({ rehearse: true, ...options });
  const useCases = createUseCases({ ...ports, ...replaced });

  /** A token for a number, by a code that was sent to it. */
  const tokenFor = async (phone: Phone): Promise<string> => {
    await useCases.sendCode(phone);
    return useCases.verifyCode(phone, ports.smsVerifier.lastCode(phone));
  };

  const signUp = async (phone: Phone, nickname = 'Ann'): Promise<SignedIn> =>
    useCases.register({ nickname, password, verificationToken: await tokenFor(phone) });

  const befriend = async (me: UserId, them: UserId): Promise<void> => {
    await useCases.inviteFriend(me, them, 'hello');
    await useCases.answerFriendRequest(them, 'agree', me);
  };

  return { ...ports, ...useCases, tokenFor, signUp, befriend };
}

export type Kith = ReturnType<typeof kithInMemory>;

/** Fails unless the work is refused with this code. @returns what the refusal says beside it */
export async function refusal(work: Promise<unknown>, code: DomainErrorCode): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    if (isDomainError(error, code)) return error.data;
    throw error;
  }
  throw new Error(`expected a refusal with ${code}`);
}

/** How many of several things done at once went well, and what the others were refused with. */
export async function outcomes(works: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(works)) {
    const name =
      result.status === 'fulfilled' ? 'fine' : isDomainError(result.reason) ? result.reason.code : 'broken';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
