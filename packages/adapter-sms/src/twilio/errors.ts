import { z } from 'zod';
import type { SendOutcome, SendReport } from '../provider.js';
import { rowOf } from '../report.js';

/** The shape of every refusal of Twilio's. Its message is left out: it repeats the number. */
export const twilioError = z.object({ code: z.number().int(), status: z.number() });

export type TwilioError = z.output<typeof twilioError>;

/** By code. Whoever has sent STOP (21610) wants no texts, from another provider neither. */
const outcomes = {
  20003: 'refused',
  20429: 'unavailable',
  21211: 'bad-number',
  21408: 'refused',
  21606: 'refused',
  21608: 'refused',
  21610: 'bad-number',
  21612: 'refused',
  21614: 'bad-number',
  60200: 'refused',
  60203: 'throttled',
} as const satisfies Record<number, SendOutcome>;

const tenMinutesMs = 600_000;

/** What an error means for an SMS. */
export const reportOfError = ({ code, status }: TwilioError): SendReport => ({
  outcome: rowOf(outcomes, String(code)) ?? outcomeOf(status),
  detail: `code ${code}`,
  // Five sends in ten minutes.
  ...(code === 60203 && { retryAfterMs: tenMinutesMs }),
});

/** A failure of theirs leaves it open. */
function outcomeOf(status: number): SendOutcome {
  if (status === 429) return 'unavailable';
  return status >= 500 ? 'uncertain' : 'refused';
}
