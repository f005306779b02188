import type { Clock, Random, SecretDigest, SmsVerifier } from '@kith/core';
import type { z } from 'zod';

/**
 * What came of one attempt to send. `uncertain`: the SMS may be out, so it is never sent again; all others know.
 * A failure of the provider's own is `uncertain` unless it is documented as a send that did not come about.
 */
export type SendOutcome = 'sent' | 'throttled' | 'bad-number' | 'refused' | 'unavailable' | 'uncertain';

export interface SendReport {
  readonly outcome: SendOutcome;
  /** For the log: the provider's code, its reference, or what broke. Neither the SMS code nor the number. */
  readonly detail: string;
  /** How long the number has to wait when `throttled`; a minute unless given. */
  readonly retryAfterMs?: number;
  /** By what the provider checks the code, where it does; at most 160 characters. */
  readonly reference?: string;
}

/** Where a provider says what came of a send. Each line names the provider, its code and the masked number. */
export interface SmsLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What a provider gets from the one that runs it. */
export interface SmsNeeds {
  readonly clock: Clock;
  readonly random: Pick<Random, 'digits' | 'uuid'>;
  readonly secretDigest: SecretDigest;
  readonly log: SmsLog;
  /** How long one call may take in all; 8 s unless given. */
  readonly timeoutMs?: number;
}

/** Schemas of environment variables. None is required: which are needed depends on the provider in use. */
export type Variables = Readonly<Record<string, z.ZodType>>;

/** The values of such variables, once read. */
export type Settings<Shape extends Variables> = keyof Shape extends never
  ? object
  : z.output<z.ZodObject<Shape>>;

/** One way to get a code to a phone: `<name>/verifier.ts` has it, `providers.ts` lists it. */
export interface SmsProvider<Shape extends Variables = Variables> {
  /** As in `KITH_SMS_ROUTES`. */
  readonly name: string;
  /** All begin with `KITH_` and carry `meta({ description, secret? })`. */
  readonly variables: Shape;
  /**
   * Checks the settings, calls nobody. They are checked before there is anything to run a verifier with: hence two steps.
   *
   * @throws SmsSettingsError naming everything that is missing, at once
   */
  create(settings: Settings<Shape>): (needs: SmsNeeds) => SmsVerifier;
}

/** A provider cannot work with its settings. */
export class SmsSettingsError extends Error {
  override readonly name = 'SmsSettingsError';
  /** One line for each variable concerned. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** A line for each setting that is not there. */
export const missing = <S extends object>(
  provider: string,
  settings: S,
  names: readonly (keyof S & string)[],
): readonly string[] =>
  names
    .filter((name) => settings[name] === undefined)
    .map((name) => `${name} is not set: ${provider} needs it`);

/**
 * The settings that a provider cannot do without.
 *
 * @throws SmsSettingsError naming all that are missing
 */
export function required<S extends object, const Name extends keyof S & string>(
  provider: string,
  settings: S,
  names: readonly Name[],
): { readonly [N in Name]: NonNullable<S[N]> } {
  const problems = missing(provider, settings, names);
  if (problems.length > 0) throw new SmsSettingsError(problems);
  return settings as { readonly [N in Name]: NonNullable<S[N]> };
}
