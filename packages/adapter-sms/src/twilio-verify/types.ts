import { z } from 'zod';
import type { CheckOutcome } from '../remote-verifier.js';
import { accountVariables, sid } from '../twilio/account.js';
import { twilioError } from '../twilio/errors.js';
import { baseUrl } from '../variables.js';

export const variables = {
  ...accountVariables,
  KITH_TWILIO_VERIFY_SERVICE_SID: sid('VA').optional().meta({
    description: 'SMS by Twilio Verify: SID of the service',
  }),
  KITH_TWILIO_VERIFY_URL: baseUrl('https://verify.twilio.com', 'SMS by Twilio Verify: its API'),
} as const;

export const startAnswer = z.union([z.object({ sid: sid('VE') }), twilioError]);

export const checkAnswer = z.union([z.object({ status: z.string(), valid: z.boolean() }), twilioError]);

/** By the status of a verification. Any other is over. */
export const verdicts = { approved: 'right', pending: 'wrong' } as const satisfies Record<
  string,
  CheckOutcome
>;

/** By code. A verification that is used, over, or tried too often is not found. */
export const errorVerdicts = {
  20404: 'expired',
  60200: 'wrong',
  60202: 'expired',
} as const satisfies Record<number, CheckOutcome>;
