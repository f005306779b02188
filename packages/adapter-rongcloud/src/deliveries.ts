import type { GroupId, IdCodec, ImEvent, StampedEvent, UserId } from '@kith/core';
import type { RongCloudApi } from './api/api.js';
import { contactNotice, groupNotice } from './contents.js';

/** What it takes to say an event. */
interface Told extends Pick<StampedEvent, 'version'> {
  readonly api: RongCloudApi;
  /** Whether Kith's notices are called `RC:GrpNtf` and `RC:ContactNtf`, or `ST:` likewise: what the clients know. */
  readonly objectNames: 'RC' | 'ST';
  readonly idCodec: IdCodec;
}

type Deliveries = {
  readonly [Type in ImEvent['type']]: (event: Extract<ImEvent, { type: Type }>, told: Told) => Promise<void>;
};

/** Who speaks to a group of what became of it. */
const groupSpeaker = '__system__';

const all = (users: readonly UserId[], { encode }: IdCodec): string[] => users.map((user) => encode(user));
const named = (group: GroupId, name: string, { encode }: IdCodec) => ({ id: encode(group), name });

/** What RongCloud is called with for each event. All but the messages may be said twice, and a part of them alone. */
const deliveries: Deliveries = {
  'profile-changed': ({ user }, { api, idCodec }) =>
    api.user.refresh({ id: idCodec.encode(user.id), name: user.nickname, portraitUri: user.portraitUri }),

  'block-added': ({ owner, target }, { api, idCodec }) =>
    api.blacklist.add(idCodec.encode(owner), [idCodec.encode(target)]),
  'block-lifted': ({ owner, target }, { api, idCodec }) =>
    api.blacklist.remove(idCodec.encode(owner), [idCodec.encode(target)]),

  'contact-notice': (event, { api, idCodec, objectNames, version }) =>
    api.message.asSystem([idCodec.encode(event.to)], {
      from: idCodec.encode(event.from.id),
      objectName: `${objectNames}:ContactNtf`,
      content: JSON.stringify(contactNotice(event, version, idCodec.encode)),
    }),

  'group-created': ({ group, name, members }, { api, idCodec }) =>
    api.group.create(named(group, name, idCodec), all(members, idCodec)),
  'group-joined': ({ group, name, members }, { api, idCodec }) =>
    api.group.join(named(group, name, idCodec), all(members, idCodec)),
  'group-left': ({ group, members }, { api, idCodec }) =>
    api.group.quit(idCodec.encode(group), all(members, idCodec)),
  'group-renamed': ({ group, name }, { api, idCodec }) => api.group.refresh(named(group, name, idCodec)),
  'group-dismissed': ({ group, operator }, { api, idCodec }) =>
    api.group.dismiss(idCodec.encode(group), idCodec.encode(operator)),

  'members-muted': ({ group, members, minutes }, { api, idCodec }) =>
    api.mute.members.add(idCodec.encode(group), all(members, idCodec), minutes),
  'members-unmuted': ({ group, members }, { api, idCodec }) =>
    api.mute.members.remove(idCodec.encode(group), all(members, idCodec)),
  'group-muted': async ({ group, exempt }, { api, idCodec }) => {
    await api.mute.groups.add([idCodec.encode(group)]);
    await api.mute.exempt.add(idCodec.encode(group), all(exempt, idCodec));
  },
  'group-unmuted': ({ group }, { api, idCodec }) => api.mute.groups.remove([idCodec.encode(group)]),

  'history-cleared': ({ group, by, until }, { api, idCodec }) =>
    api.history.clean(idCodec.encode(by), { kind: 'group', id: idCodec.encode(group) }, until),

  'group-notice': (event, { api, idCodec, objectNames, version }) =>
    api.message.toGroups([idCodec.encode(event.group)], {
      from: groupSpeaker,
      objectName: `${objectNames}:GrpNtf`,
      content: JSON.stringify(groupNotice(event, version, idCodec.encode)),
    }),

  message: ({ from, conversation, ...message }, { api, idCodec }) => {
    const targets = [idCodec.encode(conversation.to)];
    const said = { ...message, from: idCodec.encode(from) };
    return conversation.kind === 'private'
      ? api.message.toUsers(targets, said, { honourBlacklist: true })
      : api.message.toGroups(targets, said, { isMentioned: mentions(message.content) });
  },
};

function mentions(content: string): boolean {
  try {
    return 'mentionedInfo' in Object(JSON.parse(content));
  } catch {
    return false;
  }
}

/** Says one event, in as many calls as it takes. */
export const tell = <Type extends ImEvent['type']>(
  event: Extract<ImEvent, { type: Type }>,
  told: Told,
): Promise<void> => deliveries[event.type as Type](event, told);
