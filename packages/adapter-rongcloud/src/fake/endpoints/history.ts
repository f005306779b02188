import { change, type Endpoints, query } from '../endpoint.js';
import { conversationType, integer, required, text, userId } from '../fields.js';
import { Refusal } from '../refusal.js';

/** `2026013110`: the hour from ten o'clock. */
const hour = (value: string, name: string): string => {
  if (!/^\d{10}$/.test(value)) throw new Refusal(1002, `${name} must be YYYYMMDDHH`);
  return text()(value, name);
};

export const historyEndpoints: Endpoints = {
  '/conversation/message/history/clean.json': change({
    fields: {
      conversationType: required(conversationType),
      fromUserId: required(userId),
      targetId: required(userId),
      msgTimestamp: required(integer()),
    },
    handle: ({ conversationType, fromUserId, targetId, msgTimestamp }, { state, now }) => {
      state.historyCleans.push({
        at: now,
        user: fromUserId,
        conversationType,
        target: targetId,
        until: msgTimestamp,
      });
    },
  }),

  // Where the log of an hour's messages can be fetched: nowhere here, since none is made.
  '/message/history.json': query({
    fields: { date: required(hour) },
    handle: ({ date }) => ({ url: '', date }),
  }),

  '/message/history/delete.json': change({ fields: { date: required(hour) }, handle: () => undefined }),
};
