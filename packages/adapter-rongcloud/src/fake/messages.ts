import { type App, nextSecret } from './endpoint.js';
import type { FakeMessage } from './state.js';

const alphabet = 'ABCDEFGHIJKLMNPQRSTUVWXYZ2345678';

/** Four times four characters: `5FGT-7VA9-G4DD-4V5P`. */
const nextUid = (app: App): string => {
  const letters = [...nextSecret(app.state).subarray(0, 16)].map((byte) => alphabet[byte % alphabet.length]);
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-');
};

export type NewMessage = Omit<FakeMessage, 'uid' | 'at' | 'recipients' | 'isRecalled'> & {
  readonly recipients: Iterable<string>;
};

export function store(message: NewMessage, app: App): FakeMessage {
  const stored = {
    ...message,
    uid: nextUid(app),
    at: app.now,
    recipients: [...new Set(message.recipients)].sort(),
    isRecalled: false,
  };
  app.state.messages.push(stored);
  return stored;
}

/** Of a group, whoever is a member now. */
export const membersOf = (group: string, { state }: App): ReadonlySet<string> =>
  state.groups.get(group)?.members ?? new Set();

export const blocks = (user: string, other: string, { state }: App): boolean =>
  state.blacklists.get(user)?.has(other) ?? false;
