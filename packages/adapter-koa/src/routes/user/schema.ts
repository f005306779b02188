import { z } from 'zod';
import { idText, text } from '../../fields.js';

export const nicknameBody = z.object({
  nickname: text.meta({ description: '1 to 32 characters once escaped' }),
});

export const portraitUriBody = z.object({
  portraitUri: text.meta({ description: 'http or https address, 12 to 256 characters' }),
});

export const uploadTicketResult = z.discriminatedUnion('target', [
  z.object({ target: z.literal('qiniu'), domain: z.string(), token: z.string() }),
  z.object({
    target: z.literal('s3'),
    domain: z.string(),
    url: z.string(),
    fields: z.record(z.string(), z.string()).meta({ description: 'of the form to post, beside the file' }),
  }),
]);

const oneOrMoreIds = z.union([z.string(), z.array(z.string())]).optional();
export const batchQuery = z
  .object({ id: oneOrMoreIds, 'id[]': oneOrMoreIds })
  .transform((query) => [query.id ?? [], query['id[]'] ?? []].flat());

export const userParams = z.object({ id: idText });
export const findParams = z.object({
  region: z.string().meta({ examples: ['86'] }),
  phone: z.string().meta({ examples: ['13912345678'] }),
});
