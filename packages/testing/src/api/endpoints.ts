import type { Kit, Person } from './kit.js';

/** Every route with a body, and what its fields are, in the order in which they are checked. */

export type FieldKind =
  /** A non-empty text. */
  | 'text'
  /** A text that may be empty. */
  | 'text-or-empty'
  /** A text that may be left out, but not be empty. */
  | 'text-or-absent'
  /** A text or a number. */
  | 'text-or-number'
  | 'id'
  | 'ids'
  /** A text or an object. */
  | 'content';

export interface Endpoint {
  readonly path: string;
  readonly open?: true;
  readonly fields: Readonly<Record<string, FieldKind>>;
}

const phone = { region: 'text-or-number', phone: 'text-or-number' } as const;
const friend = { friendId: 'id' } as const;
const group = { groupId: 'id' } as const;

export const endpoints: readonly Endpoint[] = [
  { path: '/user/send_code', open: true, fields: phone },
  { path: '/user/verify_code', open: true, fields: { ...phone, code: 'text' } },
  { path: '/user/check_phone_available', open: true, fields: phone },
  {
    path: '/user/register',
    open: true,
    fields: { nickname: 'text', password: 'text', verification_token: 'text' },
  },
  { path: '/user/login', open: true, fields: { ...phone, password: 'text' } },
  { path: '/user/reset_password', open: true, fields: { password: 'text', verification_token: 'text' } },
  { path: '/user/change_password', fields: { newPassword: 'text', oldPassword: 'text' } },
  { path: '/user/set_nickname', fields: { nickname: 'text' } },
  { path: '/user/set_portrait_uri', fields: { portraitUri: 'text' } },
  { path: '/user/add_to_blacklist', fields: friend },
  { path: '/user/remove_from_blacklist', fields: friend },
  { path: '/friendship/invite', fields: { ...friend, message: 'text' } },
  { path: '/friendship/agree', fields: friend },
  { path: '/friendship/ignore', fields: friend },
  { path: '/friendship/delete', fields: friend },
  { path: '/friendship/set_display_name', fields: { ...friend, displayName: 'text-or-empty' } },
  { path: '/group/create', fields: { name: 'text', memberIds: 'ids' } },
  { path: '/group/add', fields: { ...group, memberIds: 'ids' } },
  { path: '/group/join', fields: group },
  { path: '/group/kick', fields: { ...group, memberIds: 'ids' } },
  { path: '/group/quit', fields: group },
  { path: '/group/transfer', fields: { ...group, userId: 'id' } },
  { path: '/group/dismiss', fields: group },
  { path: '/group/rename', fields: { ...group, name: 'text' } },
  { path: '/group/set_portrait_uri', fields: { ...group, portraitUri: 'text' } },
  { path: '/group/set_bulletin', fields: { ...group, bulletin: 'text-or-empty' } },
  { path: '/group/set_display_name', fields: { ...group, displayName: 'text-or-empty' } },
  {
    path: '/misc/send_message',
    fields: { conversationType: 'text-or-absent', targetId: 'id', objectName: 'text', content: 'content' },
  },
];

/** A body that no field check refuses, and that changes nothing. */
export function validBody({ fields }: Endpoint, id: string): Record<string, unknown> {
  const valid: Record<FieldKind, unknown> = {
    text: 'text',
    'text-or-empty': 'text',
    'text-or-absent': 'text',
    'text-or-number': '86',
    id,
    ids: [id],
    content: 'text',
  };
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, valid[kind]]));
}

/** Who may call it: a guest where no session is needed. */
export const callerOf = async ({ open }: Endpoint, { guest, someone }: Kit): Promise<Pick<Person, 'post'>> =>
  open ? guest() : someone();
