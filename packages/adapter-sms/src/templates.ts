import { z } from 'zod';

const locales = ['zh_cn', 'zh_tw', 'ja', 'ko', 'en'] as const;

export type Locale = (typeof locales)[number];

const localeOfRegion: ReadonlyMap<string, Locale> = new Map([
  ['86', 'zh_cn'],
  ['852', 'zh_tw'],
  ['853', 'zh_tw'],
  ['886', 'zh_tw'],
  ['81', 'ja'],
  ['82', 'ko'],
]);

/** The language that a region is written to. */
export const localeOf = (region: string): Locale => localeOfRegion.get(region) ?? 'en';

/** A value for each of some locales. */
export type PerLocale = Readonly<Partial<Record<Locale, string>>>;

const isLocale = (text: string): text is Locale => locales.some((locale) => locale === text);
const beforeLocale = new RegExp(`,(?=\\s*(?:${locales.join('|')})=)`);

/** Reads `zh_cn=1234,en=5678`. A value may hold commas. Of several locales one has to be `en`, which stands in for the rest. */
export const perLocale = (
  value: z.ZodType<string, string> = z.string().min(1),
): z.ZodType<PerLocale, string> =>
  z.string().transform((text, context): PerLocale => {
    const pairs = text.split(beforeLocale).map((pair) => pair.trim());
    const entries = pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, Math.max(0, at)), pair.slice(at + 1).trim()] as const;
    });
    const wrong = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    for (const [index, [locale, item]] of entries.entries()) {
      if (!isLocale(locale))
        return wrong(`"${pairs[index]}" is not like en=...; locales are ${locales.join(', ')}`);
      const problem = value.safeParse(item).error?.issues[0];
      if (problem) return wrong(`${locale}: ${problem.message}`);
    }
    const table: PerLocale = Object.fromEntries(entries);
    if (Object.keys(table).length < entries.length) return wrong('names a locale twice');
    return entries.length > 1 && table.en === undefined ? wrong('needs an entry for en') : table;
  });

/** What is meant for a region: its locale's value, else that of `en`, else the only one. */
export function forRegion(table: PerLocale, region: string): string {
  const value = table[localeOf(region)] ?? table.en ?? Object.values(table)[0];
  if (value === undefined) throw new RangeError('a table of locales has one entry or more');
  return value;
}

const texts = {
  zh_cn: (app, code) => `【${app}】您的验证码是${code}，请勿告诉他人。`,
  zh_tw: (app, code) => `【${app}】您的驗證碼是${code}，請勿告訴他人。`,
  ja: (app, code) => `【${app}】認証コードは${code}です。他人に教えないでください。`,
  ko: (app, code) => `[${app}] 인증번호는 ${code}입니다. 다른 사람에게 알리지 마세요.`,
  en: (app, code) => `[${app}] Your verification code is ${code}. Do not share it with anyone.`,
} as const satisfies Record<Locale, (app: string, code: string) => string>;

/** A text of ours, for providers that carry any. At most 70 characters without the app's name: one SMS. */
export const codeText = (app: string, region: string, code: string): string =>
  texts[localeOf(region)](app, code);

/** Of the providers that carry our texts. */
export const textVariables = {
  KITH_SMS_APP_NAME: z
    .string()
    .min(1)
    .max(30)
    .default('Kith')
    .meta({ description: 'SMS: what the texts call the app' }),
} as const;
