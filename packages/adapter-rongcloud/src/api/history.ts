import type { Call } from '../client/client.js';
import { command } from '../client/endpoint.js';

const clean = command('/conversation/message/history/clean.json');
const conversationTypes = { private: 1, group: 3 } as const;

export const historyApi = (call: Call) => ({
  /** Deletes what the cloud keeps of the user's messages of a conversation. @param until milliseconds since 1970 */
  async clean(
    user: string,
    conversation: { readonly kind: keyof typeof conversationTypes; readonly id: string },
    until: number,
  ): Promise<void> {
    await call(clean, {
      conversationType: conversationTypes[conversation.kind],
      fromUserId: user,
      targetId: conversation.id,
      msgTimestamp: until,
    });
  },
});
