import type { GroupId, ImDirectory, ImEvent, UserId } from '../index.js';

/** What an IM cloud makes of what it is told about groups and blocks. */
export interface ImState extends ImDirectory {
  apply(event: ImEvent): void;
}

interface Group {
  name: string;
  readonly members: Set<UserId>;
}

/** An IM cloud's copy, kept in memory. */
export function imState(): ImState {
  const groups = new Map<GroupId, Group>();
  const blocks = new Map<UserId, Set<UserId>>();

  const groupOf = (id: GroupId, name: string): Group => {
    const group = groups.get(id) ?? { name, members: new Set() };
    groups.set(id, group);
    return group;
  };
  const blocksOf = (owner: UserId): Set<UserId> => {
    const blocked = blocks.get(owner) ?? new Set();
    blocks.set(owner, blocked);
    return blocked;
  };

  return {
    apply(event) {
      switch (event.type) {
        case 'group-created':
        case 'group-joined':
          for (const member of event.members) groupOf(event.group, event.name).members.add(member);
          break;
        case 'group-left':
          for (const member of event.members) groups.get(event.group)?.members.delete(member);
          break;
        case 'group-renamed':
          groupOf(event.group, event.name).name = event.name;
          break;
        case 'group-dismissed':
          groups.delete(event.group);
          break;
        case 'block-added':
          blocksOf(event.owner).add(event.target);
          break;
        case 'block-lifted':
          blocksOf(event.owner).delete(event.target);
          break;
      }
    },
    groupMembers: async (group) => [...(groups.get(group)?.members ?? [])],
    groupsOf: async (user) =>
      [...groups].filter(([, { members }]) => members.has(user)).map(([id, { name }]) => ({ id, name })),
    blockedBy: async (user) => [...(blocks.get(user) ?? [])],
  };
}
