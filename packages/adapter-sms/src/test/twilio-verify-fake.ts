import type { FakeAnswer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';
import { accountEnvironment, e164, type Form, refuse, twilioServer } from './twilio-fake.js';

const service = `VA${'b2'.repeat(16)}`;
const maxChecks = 5;

interface Verification {
  readonly sid: string;
  readonly to: string;
  readonly code: string;
  wrong: number;
}

const answerOf = ({ sid, to }: Verification, status: string): FakeAnswer => ({
  status: 201,
  body: { sid, to, channel: 'sms', status, valid: status === 'approved' },
});

export interface TwilioVerifyFake extends FakeProvider {
  /** In place of the answer to the next check. */
  answerCheck(answer: FakeAnswer): void;
  /** As after ten minutes. */
  expireAll(): void;
}

/**
 * Twilio Verify as it is documented: a number has one verification at a time, whose code goes out again while it lives.
 * A mood other than well concerns the next send alone.
 */
export async function twilioVerifyFake(): Promise<TwilioVerifyFake> {
  const sms: { readonly to: string; readonly code: string }[] = [];
  let live: Verification[] = [];
  let failure: number | undefined;
  let prepared: FakeAnswer | undefined;

  const end = (verification: Verification, status: string): FakeAnswer => {
    live = live.filter((each) => each !== verification);
    return answerOf(verification, status);
  };

  const begin = (to: string): Verification => {
    const verification = {
      sid: `VE${String(sms.length).padStart(32, '0')}`,
      to,
      code: String(271_828 + sms.length),
      wrong: 0,
    };
    live.push(verification);
    return verification;
  };

  function send({ To: to = '', Channel: channel, ...others }: Form): FakeAnswer {
    server.setMood('well');
    if (!e164.test(to) || channel !== 'sms' || Object.keys(others).length > 0) return refuse(60200);
    if (failure !== undefined) return refuse(failure);
    const verification = live.find((each) => each.to === to) ?? begin(to);
    sms.push(verification);
    return answerOf(verification, 'pending');
  }

  function check({ Code: code = '', ...which }: Form): FakeAnswer {
    if (!/^.{4,10}$/.test(code) || Object.keys(which).length !== 1) return refuse(60200);
    const verification = live.find(({ sid, to }) => sid === which.VerificationSid || to === which.To);
    if (!verification) return refuse(20404);
    if (verification.code === code) return end(verification, 'approved');
    verification.wrong += 1;
    return verification.wrong < maxChecks
      ? answerOf(verification, 'pending')
      : end(verification, 'max_attempts_reached');
  }

  const server = await twilioServer((path, form) => {
    if (path === `/v2/Services/${service}/Verifications`) return send(form);
    if (path !== `/v2/Services/${service}/VerificationCheck`) return refuse(20404);
    return prepared ?? check(form);
  });

  return {
    server,
    sms,
    environment: {
      ...accountEnvironment,
      KITH_TWILIO_VERIFY_SERVICE_SID: service,
      KITH_TWILIO_VERIFY_URL: server.url,
    },
    failWith(code) {
      failure = Number(code);
    },
    answerCheck(answer) {
      prepared = answer;
    },
    expireAll() {
      live = [];
    },
  };
}
