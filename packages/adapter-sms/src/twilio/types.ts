import { z } from 'zod';
import { textVariables } from '../templates.js';
import { baseUrl } from '../variables.js';
import { accountVariables, sid } from './account.js';
import { twilioError } from './errors.js';

const sender = z
  .string()
  .regex(
    /^(?:\+[1-9]\d{6,14}|[A-Za-z\d ]{1,11})$/,
    'is neither a number like +15550001111 nor a name of at most 11 letters and digits',
  );

export const variables = {
  ...accountVariables,
  ...textVariables,
  KITH_TWILIO_FROM: sender.optional().meta({ description: 'SMS by Twilio: number or name they come from' }),
  KITH_TWILIO_MESSAGING_SERVICE_SID: sid('MG').optional().meta({
    description: 'SMS by Twilio: SID of a messaging service, in place of KITH_TWILIO_FROM',
  }),
  KITH_TWILIO_URL: baseUrl('https://api.twilio.com', 'SMS by Twilio: its API'),
} as const;

export const messageAnswer = z.union([z.object({ sid: z.string(), status: z.string() }), twilioError]);
