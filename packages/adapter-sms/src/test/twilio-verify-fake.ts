import type { FakeAnswer } from './fake-server.js';
import { type TwilioFake, twilioGate, twilioRefusal, verifyService } from './twilio-fake.js';

interface Verification {
  readonly sid: string;
  readonly to: string;
  readonly code: string;
  checks: number;
}

export interface TwilioVerifyFake extends TwilioFake {
  /** The answer to the next send does not arrive. */
  loseAnswer(): void;
  /** As after ten minutes. */
  expireAll(): void;
}

const e164 = /^\+[1-9]\d{6,14}$/;
const maxChecks = 5;
const answerOf = ({ sid, to }: Verification, status: string): FakeAnswer => ({
  status: 201,
  body: { sid, to, channel: 'sms', status, valid: status === 'approved' },
});

/** Twilio Verify, for one service: a number has one verification at a time, and its code goes out again while it lives. */
export async function twilioVerifyFake(): Promise<TwilioVerifyFake> {
  const inbox: { readonly to: string; readonly text: string }[] = [];
  let live: Verification[] = [];
  const over = (verification: Verification) => {
    live = live.filter((each) => each !== verification);
  };

  function send({ To: to = '', Channel: channel, ...others }: Readonly<Record<string, string>>): FakeAnswer {
    gate.setMood('well');
    if (!e164.test(to) || channel !== 'sms' || Object.keys(others).length > 0)
      return twilioRefusal(400, 60200);
    const verification = live.find((each) => each.to === to) ?? {
      sid: `VE${String(inbox.length).padStart(32, '0')}`,
      to,
      code: String(271_828 + inbox.length),
      checks: 0,
    };
    live = [...live.filter((each) => each !== verification), verification];
    inbox.push({ to, text: verification.code });
    return answerOf(verification, 'pending');
  }

  function check({ Code: code = '', ...which }: Readonly<Record<string, string>>): FakeAnswer {
    const { To: to, VerificationSid: sid } = which;
    if (!/^.{4,10}$/.test(code) || Object.keys(which).length !== 1) return twilioRefusal(400, 60200);
    const verification = live.find((each) => each.sid === sid || each.to === to);
    if (!verification) return twilioRefusal(404, 20404);
    if (verification.code === code) {
      over(verification);
      return answerOf(verification, 'approved');
    }
    verification.checks += 1;
    if (verification.checks < maxChecks) return answerOf(verification, 'pending');
    over(verification);
    return answerOf(verification, 'max_attempts_reached');
  }

  const gate = await twilioGate((path, fields) => {
    if (path === `/v2/Services/${verifyService}/Verifications`) return send(fields);
    if (path === `/v2/Services/${verifyService}/VerificationCheck`) return check(fields);
    return twilioRefusal(404, 20404);
  });
  return {
    ...gate,
    inbox,
    loseAnswer: () => gate.setMood('resetting'),
    expireAll() {
      live = [];
    },
  };
}
