import * as application from '../application/index.js';
import { type DomainErrorCode, isDomainError } from '../domain/errors.js';
import type { UserId } from '../domain/ids.js';
import type { Phone } from '../domain/phone.js';
import { type InMemoryPortsOptions, inMemoryPorts } from '../in-memory/index.js';
import type { Ports, SignedIn } from '../services.js';

export const ann: Phone = { region: '86', number: '13912345001' };
export const bob: Phone = { region: '86', number: '13912345002' };
export const password = 'P@ssw0rd';

/** Signing up, profiles and messages on ports in memory; each write is rehearsed once, as after a conflict. */
export function kithInMemory(options: InMemoryPortsOptions = {}, replaced: Partial<Ports> = {}) {
  const ports = inMemoryPorts({ rehearse: true, ...options });
  const needs: Ports = { ...ports, ...replaced };
  const useCases = {
    sendCode: application.sendCode(needs),
    verifyCode: application.verifyCode(needs),
    isPhoneAvailable: application.isPhoneAvailable(needs),
    register: application.register(needs),
    logIn: application.logIn(needs),
    logOut: application.logOut(needs),
    authenticate: application.authenticate(needs),
    resetPassword: application.resetPassword(needs),
    changePassword: application.changePassword(needs),
    getImToken: application.getImToken(needs),
    setNickname: application.setNickname(needs),
    setPortraitUri: application.setPortraitUri(needs),
    getUser: application.getUser(needs),
    getUsers: application.getUsers(needs),
    findUserByPhone: application.findUserByPhone(needs),
    getUploadTicket: application.getUploadTicket(needs),
    sendMessage: application.sendMessage(needs),
    deliverOutbox: application.deliverOutbox(needs),
    listDeadLetters: application.listDeadLetters(needs),
    replayDeadLetters: application.replayDeadLetters(needs),
    inviteFriend: application.inviteFriend(needs),
    answerFriendRequest: application.answerFriendRequest(needs),
    createGroup: application.createGroup(needs),
    quitGroup: application.quitGroup(needs),
    pullChanges: application.pullChanges(needs),
  };

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
