import type { Phone, SignedIn, UseCases } from '@kith/core';

export interface SmsInbox {
  /** The code that arrived last at a number. */
  lastCode(phone: Phone): string;
}

/** Makes a user as people do: asks for a code, reads the SMS, and registers. */
export async function signUp(
  { sendCode, verifyCode, register }: Pick<UseCases, 'sendCode' | 'verifyCode' | 'register'>,
  inbox: SmsInbox,
  { phone, nickname, password = 'secret1' }: { phone: Phone; nickname: string; password?: string },
): Promise<SignedIn> {
  await sendCode(phone);
  const verificationToken = await verifyCode(phone, inbox.lastCode(phone));
  return register({ nickname, password, verificationToken });
}
