/** Enough names to see what is meant. */
const SHOWN = 5;

/** Names for people: the first ones, and how many more there are. */
export const firstNames = (names: readonly string[]): string =>
  names.length > SHOWN + 1
    ? `${names.slice(0, SHOWN).join(', ')} … and ${names.length - SHOWN} more`
    : names.join(', ');
