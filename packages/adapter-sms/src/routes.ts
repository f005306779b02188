import type { Phone } from '@kith/core';
import { z } from 'zod';
import { type ProviderName, providerNames } from './providers.js';

/** Which providers send to which region, in the order they are tried. `*`: to all others. */
export type SmsRoutes = ReadonlyMap<string, readonly ProviderName[]>;

const regionShape = /^(?:\*|[1-9]\d{0,3})$/;
const isProvider = (name: string): name is ProviderName => providerNames.some((each) => each === name);

/** Reads `86=aliyun|yunpian,*=twilio`, and names everything that is wrong with it. */
export const smsRoutes: z.ZodType<SmsRoutes, string> = z.string().transform((text, context): SmsRoutes => {
  const routes = text.split(',').map(readRoute);
  const regions = routes.map(({ region }) => region);
  const twice = regions.filter((region, index) => regions.indexOf(region) < index);
  const problems = [
    ...routes.flatMap(problemsOf),
    ...[...new Set(twice)].map((region) => `has more than one route for ${region}`),
  ];
  for (const message of problems) context.addIssue({ code: 'custom', message });
  return new Map(routes.map(({ region, names }) => [region, names.filter(isProvider)]));
});

interface Written {
  readonly text: string;
  readonly region: string;
  readonly names: readonly string[];
}

function readRoute(text: string): Written {
  const [region = '', ...rest] = text.split('=');
  return {
    text,
    region: region.trim(),
    names: rest
      .join('=')
      .split('|')
      .map((name) => name.trim()),
  };
}

function problemsOf({ text, region, names }: Written): readonly string[] {
  if (region === '' || names.includes(''))
    return [`"${text.trim()}" is not a route like 86=aliyun or *=twilio|yunpian`];
  const unknown = names.filter((name) => !isProvider(name));
  return [
    ...(regionShape.test(region) ? [] : [`"${region}" is neither a region like 86 nor *`]),
    ...unknown.map((name) => `"${name}" is no provider: there are ${providerNames.join(', ')}`),
    ...(new Set(names).size < names.length ? [`names a provider twice for ${region}`] : []),
  ];
}

/** The route of a number: of the longest region that it begins with, as 1242 (Bahamas) is longer than 1; else of `*`. */
export function routeFor<Route>(
  routes: ReadonlyMap<string, Route>,
  { region, number }: Phone,
): Route | undefined {
  const digits = `${region}${number}`;
  const fitting = [...routes.keys()].filter((key) => key.length >= region.length && digits.startsWith(key));
  const [longest = '*'] = fitting.toSorted((a, b) => b.length - a.length);
  return routes.get(longest);
}
