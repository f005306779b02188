const longestName = 64;

/** By code points, so that no character is cut in two. */
export const cut = (name: string): string => Array.from(name).slice(0, longestName).join('');
