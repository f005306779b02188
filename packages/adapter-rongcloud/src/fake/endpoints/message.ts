import { type App, change, type Endpoints, perSecond, type Rate } from '../endpoint.js';
import {
  bool,
  conversationType,
  type Fields,
  flag,
  groupId,
  integer,
  json,
  optional,
  type Read,
  repeated,
  required,
  text,
  userId,
} from '../fields.js';
import type { Form } from '../form.js';
import { blocks, membersOf, type NewMessage, store } from '../messages.js';
import { checkContent } from '../object-name.js';
import { Refusal } from '../refusal.js';

const common = {
  fromUserId: required(userId),
  objectName: required(text()),
  content: required(text({ maxBytes: 128 * 1024 })),
  pushContent: optional(text()),
  pushData: optional(text()),
  isPersisted: optional(flag),
  contentAvailable: optional(flag),
  disablePush: optional(bool),
  pushExt: optional(json),
} satisfies Fields;

const expansion = { expansion: optional(bool), extraContent: optional(json) } satisfies Fields;

/** Everything but who, what and to whom. */
const optionsOf = (form: Form): Record<string, string> => {
  const told = new Set(['fromUserId', 'objectName', 'content', 'toUserId', 'toGroupId']);
  return Object.fromEntries(
    [...form].filter(([name]) => !told.has(name)).map(([name, values]) => [name, values.join(',')]),
  );
};

type Sent = Read<Pick<typeof common, 'fromUserId' | 'objectName' | 'content'>>;

const message = (
  kind: NewMessage['kind'],
  { fromUserId, objectName, content }: Sent,
  form: Form,
): Omit<NewMessage, 'target' | 'recipients'> => {
  checkContent(objectName, content);
  return { kind, by: 'server', from: fromUserId, objectName, content, options: optionsOf(form) };
};

/** One message for each user, each with its own id. */
const toUsers = (
  draft: Omit<NewMessage, 'target' | 'recipients'>,
  users: readonly string[],
  recipients: (user: string) => readonly string[],
  app: App,
) => ({
  messageUIDs: [...new Set(users)].map((user) => ({
    userId: user,
    messageUID: store({ ...draft, target: user, recipients: recipients(user) }, app).uid,
  })),
});

const perMinute: Rate = { max: 6000, ms: 60_000, counts: 'toUserId' };

const privateMessage = change({
  fields: {
    ...common,
    ...expansion,
    toUserId: repeated(userId, { max: 1000 }),
    count: optional(integer()),
    verifyBlacklist: optional(flag),
    isIncludeSender: optional(flag),
    isCounted: optional(flag),
  },
  rate: perMinute,
  handle: ({ toUserId, verifyBlacklist = false, isIncludeSender = false, ...sent }, app, form) => {
    const sender = isIncludeSender ? [sent.fromUserId] : [];
    const isRefused = (user: string) => verifyBlacklist && blocks(user, sent.fromUserId, app);
    const recipients = (user: string) => (isRefused(user) ? sender : [user, ...sender]);
    return toUsers(message('private', sent, form), toUserId, recipients, app);
  },
});

export const messageEndpoints: Endpoints = {
  '/message/private/publish.json': privateMessage,
  // The old name, which the original server uses.
  '/message/publish.json': privateMessage,

  '/message/system/publish.json': change({
    fields: { ...common, toUserId: repeated(userId, { max: 100 }), count: optional(integer()) },
    rate: perSecond(100, 'toUserId'),
    handle: ({ toUserId, ...sent }, app, form) =>
      toUsers(message('system', sent, form), toUserId, (user) => [user], app),
  }),

  // With `toUserId` a directed message, which only these members get.
  '/message/group/publish.json': change({
    fields: {
      ...common,
      ...expansion,
      toGroupId: repeated(groupId, { max: 3 }),
      toUserId: repeated(userId, { min: 0, max: 1000 }),
      isIncludeSender: optional(flag),
      isMentioned: optional(flag),
    },
    rate: perSecond(20, 'toGroupId'),
    handle: ({ toGroupId, toUserId, isIncludeSender = false, ...sent }, app, form) => {
      const isDirected = toUserId.length > 0;
      if (isDirected && toGroupId.length > 1)
        throw new Refusal(1002, 'a directed message goes to one toGroupId');
      if (isDirected && sent.expansion) throw new Refusal(1002, 'expansion is not for directed messages');
      const draft = message('group', sent, form);
      const recipients = (group: string) => {
        const members = membersOf(group, app);
        const others = (isDirected ? toUserId : [...members]).filter((id) => id !== sent.fromUserId);
        const reached = others.filter((id) => members.has(id));
        return isIncludeSender ? [...reached, sent.fromUserId] : reached;
      };
      return {
        messageUIDs: toGroupId.map((group) => ({
          groupId: group,
          messageUID: store({ ...draft, target: group, recipients: recipients(group) }, app).uid,
        })),
      };
    },
  }),

  // Not said what happens to a message that there is not; nothing here.
  '/message/recall.json': change({
    fields: {
      fromUserId: required(userId),
      conversationType: required(conversationType),
      targetId: required(userId),
      messageUID: required(text()),
      sentTime: required(integer()),
      isAdmin: optional(flag),
      isDelete: optional(flag),
      disablePush: optional(bool),
    },
    handle: ({ messageUID, targetId, fromUserId }, { state }) => {
      const isMeant = (one: (typeof state.messages)[number]) =>
        one.uid === messageUID && one.target === targetId && one.from === fromUserId;
      const recalled = state.messages.find(isMeant);
      if (recalled) recalled.isRecalled = true;
    },
  }),
};
