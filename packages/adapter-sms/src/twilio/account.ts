import { z } from 'zod';
import { missing, type Settings, SmsSettingsError } from '../provider.js';
import { secretSetting } from '../variables.js';

/** An id of Twilio's: two letters for its kind, and 32 hex digits. */
export const sid = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}[0-9a-f]{32}$`), `is not ${kind} and 32 hex digits`);

const sidSetting = (kind: string, description: string) => sid(kind).optional().meta({ description });

/** Who asks Twilio, for every product of theirs. */
export const accountVariables = {
  KITH_TWILIO_ACCOUNT_SID: sidSetting('AC', 'SMS by Twilio: SID of the account'),
  KITH_TWILIO_AUTH_TOKEN: secretSetting(
    'SMS by Twilio: auth token of the account, unless there is an API key',
  ),
  KITH_TWILIO_API_KEY: sidSetting('SK', 'SMS by Twilio: SID of an API key'),
  KITH_TWILIO_API_SECRET: secretSetting('SMS by Twilio: secret of the API key'),
} as const;

/** Whose account is charged, and as whom we ask. */
export interface TwilioAccount {
  readonly sid: string;
  /** The header of that name. */
  readonly authorization: string;
}

/**
 * An API key takes the place of the auth token.
 *
 * @param more settings that the provider needs besides
 * @throws SmsSettingsError
 */
export function accountOf<S extends Settings<typeof accountVariables>>(
  provider: string,
  settings: S,
  more: readonly (keyof S & string)[],
): TwilioAccount {
  const { KITH_TWILIO_ACCOUNT_SID: account, KITH_TWILIO_API_KEY: key } = settings;
  const passwordName = key === undefined ? 'KITH_TWILIO_AUTH_TOKEN' : 'KITH_TWILIO_API_SECRET';
  const problems = missing(provider, settings, ['KITH_TWILIO_ACCOUNT_SID', passwordName, ...more]);
  if (problems.length > 0 || account === undefined) throw new SmsSettingsError(problems);
  return { sid: account, authorization: basic(`${key ?? account}:${settings[passwordName]}`) };
}

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
