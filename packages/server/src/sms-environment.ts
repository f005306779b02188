import {
  routedVerifier,
  type SmsSettings,
  SmsSettingsError,
  smsRoutes,
  smsVariables,
} from '@kith/adapter-sms';
import type { z } from 'zod';

/** The variables that say who sends codes, and what each provider of SMS needs for it. */
export const smsEnvironment = {
  KITH_SMS_ROUTES: smsRoutes.optional().meta({
    description:
      'who sends codes to which region, like 86=aliyun|yunpian,*=twilio; *=console in development, else nobody',
  }),
  ...smsVariables,
} as const;

type Set = Readonly<Partial<Record<string, string>>>;

/** What is wrong with them together, a line each: what the providers that the routes name lack. */
export function smsProblems(set: Set): string[] {
  const routes = smsRoutes.safeParse(set.KITH_SMS_ROUTES);
  if (!routes.success) return [];
  const shown =
    set.NODE_ENV !== 'development' && [...routes.data.values()].flat().includes('console')
      ? ['KITH_SMS_ROUTES: console shows codes to whoever reads the log: development only']
      : [];
  return [...shown, ...lacking(() => routedVerifier(routes.data, settingsOf(set)))];
}

/** A value that is wrong is told elsewhere; here it is not missing. */
const settingsOf = (set: Set): SmsSettings =>
  Object.fromEntries(
    Object.entries<z.ZodType>(smsVariables).map(([name, schema]) => {
      const { success, data } = schema.safeParse(set[name]);
      return [name, success ? data : set[name]];
    }),
    // A wrong value may stand in the place of a right one: nothing is ever sent with these.
  ) as SmsSettings;

function lacking(create: () => unknown): readonly string[] {
  try {
    create();
    return [];
  } catch (error) {
    if (error instanceof SmsSettingsError) return error.problems;
    throw error;
  }
}
