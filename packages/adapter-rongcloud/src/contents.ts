import type { GroupNotice, IdCodec, ImEvent, NamedUser, Version } from '@kith/core';

type Encode = IdCodec['encode'];
type EventOf<Type extends ImEvent['type']> = Extract<ImEvent, { type: Type }>;

/** What clients read of a contact notice (docs/wire/friends.md, "Contact notices"). */
export const contactNotice = (
  { operation, from, to, message }: EventOf<'contact-notice'>,
  version: Version,
  encode: Encode,
) => ({
  operation,
  sourceUserId: encode(from.id),
  targetUserId: encode(to),
  message,
  extra: { sourceUserNickname: from.nickname, version },
});

type FieldsOf = {
  readonly [Operation in GroupNotice['operation']]: (
    notice: Extract<GroupNotice, { operation: Operation }>,
    encode: Encode,
  ) => object;
};

const targets = (users: readonly NamedUser[], encode: Encode) => ({
  targetUserIds: users.map(({ id }) => encode(id)),
  targetUserDisplayNames: users.map(({ nickname }) => nickname),
});

const groupNoticeFields: FieldsOf = {
  Create: ({ groupName }) => ({ targetGroupName: groupName }),
  Add: (notice, encode) => targets(notice.targets, encode),
  Kicked: (notice, encode) => targets(notice.targets, encode),
  Quit: ({ target, newCreatorId }, encode) => ({
    ...targets([target], encode),
    newCreatorId: newCreatorId === null ? null : encode(newCreatorId),
  }),
  Dismiss: () => ({}),
  Rename: ({ groupName }) => ({ targetGroupName: groupName }),
  Transfer: ({ oldCreator, newCreator }, encode) => ({
    oldCreatorId: encode(oldCreator.id),
    oldCreatorName: oldCreator.nickname,
    newCreatorId: encode(newCreator.id),
    newCreatorName: newCreator.nickname,
  }),
};

const fieldsOf = <Operation extends GroupNotice['operation']>(
  notice: Extract<GroupNotice, { operation: Operation }>,
  encode: Encode,
): object => groupNoticeFields[notice.operation as Operation](notice, encode);

/** What clients read of a group notice (docs/wire/groups.md, "Group notices"). Older ones look into `data.data`. */
export function groupNotice({ operator, notice }: EventOf<'group-notice'>, version: Version, encode: Encode) {
  const data = {
    operatorNickname: operator.nickname,
    ...fieldsOf(notice, encode),
    timestamp: version,
  };
  return {
    operatorUserId: encode(operator.id),
    operation: notice.operation,
    data: { ...data, data },
    message: '',
  };
}
