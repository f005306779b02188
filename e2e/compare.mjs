// The database against RongCloud's state, both read from outside: neither Kith's own queries nor its own comparison.

const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
const asText = (sets) =>
  sorted(sets)
    .filter(([, members]) => members.length > 0)
    .map(([key, members]) => `${key}: ${[...members].sort().join(' ')}`);

/** Keys and their values, gathered: `group, name -> members`. */
function gather(pairs) {
  const sets = new Map();
  for (const [key, value] of pairs) sets.set(key, [...(sets.get(key) ?? []), value]);
  return sets;
}

/** @returns the lines that only one of both has */
export async function differences({ query, rongCloud, encode }) {
  const members = await query(
    `select g.id as "group", g.name, m.user_id as member from groups g
     join group_members m on m.group_id = g.id and not m.is_deleted where g.dismissed_at is null`,
  );
  const blocks = await query('select user_id as owner, friend_id as target from blacklists where active');
  const ours = [
    ...asText(
      gather(members.map(({ group, name, member }) => [`group ${encode(group)} ${name}`, encode(member)])),
    ),
    ...asText(gather(blocks.map(({ owner, target }) => [`blacklist ${encode(owner)}`, encode(target)]))),
  ];

  const { groups, blacklists } = await rongCloud.state();
  const theirs = [
    ...asText(
      new Map(Object.entries(groups).map(([id, group]) => [`group ${id} ${group.name}`, group.members])),
    ),
    ...asText(new Map(Object.entries(blacklists).map(([id, blocked]) => [`blacklist ${id}`, blocked]))),
  ];
  return [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `only in the database: ${line}`),
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `only in RongCloud: ${line}`),
  ];
}
