import { DomainError } from '../../domain/errors.js';
import type { Phone } from '../../domain/phone.js';
import { type SentCode, takeTry, verified } from '../../domain/verification.js';
import type { Services } from '../../services.js';
import { changeVerification } from './change-verification.js';
import { noteVerified } from './sms-spend.js';
import { digestToken } from './verification-token.js';

type Needs = Pick<
  Services,
  'unitOfWork' | 'clock' | 'random' | 'rules' | 'phoneNumbers' | 'smsVerifier' | 'secretDigest'
>;

/** Counts the try, has it checked outside of any transaction, then exchanges the code for a token. */
export const verifyCode =
  (needs: Needs): Services['verifyCode'] =>
  async ({ region, number }, code) => {
    const { unitOfWork, clock, random, rules, phoneNumbers, secretDigest } = needs;
    const phone = phoneNumbers.parse(region, number);
    if (!phone) throw new DomainError('phone-unknown');

    const triedAt = clock.now();
    const { codes } = await changeVerification(unitOfWork, phone, (current) =>
      takeTry(current, triedAt, rules),
    );
    const right = await findRight(needs, phone, codes, code);
    if (typeof right === 'string') throw new DomainError(`code-${right}`);

    const token = random.uuid();
    const digest = digestToken(secretDigest, token);
    const verifiedAt = clock.now();
    await changeVerification(unitOfWork, phone, async (current, session) => {
      const next = verified(current, right, digest, verifiedAt, rules);
      await noteVerified(session, { phone, startedAt: right.startedAt }, rules);
      return { next };
    });
    return token;
  };

/** Newest first. The universal code, where there is one, stands for the newest. Codes are expired when none can be right any more. */
async function findRight(
  { rules, smsVerifier }: Pick<Needs, 'rules' | 'smsVerifier'>,
  phone: Phone,
  codes: readonly SentCode[],
  code: string,
): Promise<SentCode | 'wrong' | 'expired'> {
  let verdict: 'wrong' | 'expired' = 'expired';
  for (const sentCode of codes) {
    if (code === rules.code.universal) return sentCode;
    const answer = await smsVerifier.check(phone, code, sentCode.reference);
    if (answer === 'right') return sentCode;
    if (answer === 'wrong') verdict = 'wrong';
  }
  return verdict;
}
