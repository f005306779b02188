/** How large a data set is to be. */
export interface Size {
  readonly users: number;
  /** Sides of friendships that each user has; even. */
  readonly friendsEach: number;
  readonly groups: number;
}

/** Members of the first group, those that left it included; the later ones have fewer and fewer. */
export const largestGroup = 5_000;
/** Of most groups. */
export const usualGroup = 45;
/** Of the last group. */
export const smallestGroup = 5;

/** The number of a seeded user, in China. */
export const phoneOf = (user: number): string => String(firstPhone + user);
export const firstPhone = 13_900_000_000;

/** Who founded a seeded group. */
export const firstUserOf = (group: number, { users }: Size): number => 1 + ((group * groupsApart) % users);
/** How far the founders of one group and the next are apart. */
export const groupsApart = 7_919;

/** Events in the outbox. */
export const waiting = 10_000;

/** When everything in it was made; what ends, sessions too, ends years later. In ms. */
export const seededAt = 1_700_000_000_000;
export const afterSeed = seededAt + 86_400_000;
