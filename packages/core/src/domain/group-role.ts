/** The numbers are the wire's (docs/wire/groups.md). */
export const groupRole = { creator: 0, member: 1 } as const;
export type GroupRole = keyof typeof groupRole;

/** How someone stands to a group: their role, or outside. */
export type Standing = GroupRole | 'outsider';

export const groupActions = {
  'read-roster': ['creator', 'member'],
  'send-message': ['creator', 'member'],
  add: ['creator', 'member'],
  kick: ['creator'],
  quit: ['creator', 'member'],
  transfer: ['creator'],
  dismiss: ['creator'],
  rename: ['creator'],
  'set-portrait': ['creator'],
  'set-bulletin': ['creator'],
  'set-own-display-name': ['creator', 'member'],
} as const satisfies Record<string, readonly Standing[]>;

export type GroupAction = keyof typeof groupActions;

/** Whether someone who stands so to a group may do that. */
export const can = (standing: Standing, action: GroupAction): boolean =>
  (groupActions[action] as readonly Standing[]).includes(standing);
