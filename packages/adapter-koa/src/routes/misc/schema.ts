import { z } from 'zod';
import { idFields, idText, text, textOrEmpty } from '../../fields.js';
import type { Ids } from '../../http-services.js';

const release = { version: z.string(), url: z.string() };

export const latestUpdateQuery = z.object({
  version: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: "The client's own version" }),
});
export const latestUpdateResult = z
  .object({ ...release, name: z.string(), notes: z.string(), pub_date: z.string() })
  .optional();

export const clientVersionResult = z.object({
  iOS: z.object({ ...release, build: z.string() }),
  Android: z.object(release),
});

export const squareResult = z.array(
  z.union([
    z.object({
      type: z.literal('group'),
      id: idText,
      name: z.string(),
      portraitUri: z.string(),
      memberCount: z.number().meta({ type: 'integer' }),
    }),
    z.object({ type: z.literal('chatroom'), id: idText, name: z.string() }),
  ]),
);

/** Texts go on as they are; an object as its JSON. */
const content = z
  .union([text, z.record(z.string(), z.unknown())])
  .transform((value, context) => {
    try {
      return typeof value === 'string' ? value : JSON.stringify(value);
    } catch {
      // Nested deeper than the stack.
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
  })
  .meta({ description: 'A text, or an object that is sent as JSON' });

export const sendMessageBody = (ids: Ids) =>
  z.object({
    conversationType: text.optional().meta({ description: 'PRIVATE or GROUP' }),
    targetId: idFields(ids).id.meta({ description: "The user's or the group's encoded id" }),
    objectName: text.meta({ description: 'The kind of message', examples: ['RC:TxtMsg'] }),
    content,
    pushContent: textOrEmpty
      .nullish()
      .transform((given) => given ?? '')
      .meta({ description: 'What a notification shows' }),
  });
