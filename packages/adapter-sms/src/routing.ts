import { DomainError, isDomainError, type Phone, type SmsVerifier } from '@kith/core';
import { type SmsLog, type SmsNeeds, SmsSettingsError } from './provider.js';
import { providers, type SmsSettings } from './providers.js';
import { maskPhone } from './report.js';
import { routeFor, type SmsRoutes } from './routes.js';

/**
 * A verifier over all providers that the routes name. A provider that surely did not send gives way to the next one, unless
 * the number itself is why: then none may try. Who sent a code checks it, too, for the reference says who it was. A region
 * without a route is `sms-unavailable`.
 *
 * @throws SmsSettingsError naming everything that any of the providers lacks, at once
 */
export function routedVerifier(routes: SmsRoutes, settings: SmsSettings): (needs: SmsNeeds) => SmsVerifier {
  const names = [...new Set([...routes.values()].flat())];
  const problems: string[] = [];
  const created = names.flatMap((name) => {
    try {
      return [{ name, create: providers[name].create(settings) }];
    } catch (error) {
      if (!(error instanceof SmsSettingsError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new SmsSettingsError(problems);

  return (needs) => {
    const carriers = created.map(({ name, create }) => ({ name, verifier: create(needs) }));
    const routed = [...routes].map(
      ([region, wanted]) =>
        [region, wanted.flatMap((name) => carriers.filter((carrier) => carrier.name === name))] as const,
    );
    return routing(new Map(routed), needs.log);
  };
}

/** A provider that is ready. */
export interface Carrier {
  readonly name: string;
  readonly verifier: SmsVerifier;
}

/** The reference is `aliyun:<their reference>`. */
export function routing(routes: ReadonlyMap<string, readonly Carrier[]>, log: SmsLog): SmsVerifier {
  const carriers = [...routes.values()].flat();

  return {
    async start(phone) {
      const route = routeFor(routes, phone);
      if (!route) log.warn(`SMS to ${maskPhone(phone)}: no route for region ${phone.region}`);
      for (const carrier of route ?? []) {
        const reference = await startBy(carrier, phone);
        if (reference !== null) return { reference };
      }
      throw new DomainError('sms-unavailable');
    },
    async check(phone, code, reference) {
      const [name = ''] = reference.split(':', 1);
      const carrier = carriers.find((each) => each.name === name);
      return carrier ? carrier.verifier.check(phone, code, reference.slice(name.length + 1)) : 'wrong';
    },
  };
}

/** @returns null when the next one may try */
async function startBy({ name, verifier }: Carrier, phone: Phone): Promise<string | null> {
  try {
    const { reference } = await verifier.start(phone);
    return `${name}:${reference}`;
  } catch (error) {
    if (isDomainError(error, 'sms-unavailable')) return null;
    throw error;
  }
}
