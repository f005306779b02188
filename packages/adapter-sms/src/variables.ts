import { z } from 'zod';

/** A setting that a provider may need. */
export const setting = (description: string) => z.string().min(1).optional().meta({ description });

/** One that is shown to nobody. */
export const secretSetting = (description: string) =>
  z.string().min(1).optional().meta({ description, secret: true });

/** Where a provider is reached, without a slash at the end. */
export const baseUrl = (standard: string, description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(standard)
    .meta({ description: `${description}; ${standard} unless set` });
