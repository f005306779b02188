/** An entry of the square: a group that may be joined, or a chat room (docs/wire/misc.md). */
export type SquareEntry =
  | { readonly type: 'group'; readonly id: number }
  | { readonly type: 'chatroom'; readonly id: number; readonly name: string };

export const defaultSquare: readonly SquareEntry[] = [
  { type: 'group', id: 10 },
  { type: 'group', id: 15 },
  { type: 'group', id: 10_000 },
  { type: 'chatroom', id: 1, name: '聊天室 I' },
  { type: 'chatroom', id: 2, name: '聊天室 II' },
  { type: 'chatroom', id: 3, name: '聊天室 III' },
  { type: 'chatroom', id: 4, name: '聊天室 IV' },
];
