/**
 * Whether a profile's name matches a pattern whole: `*` is any text, `?` one character, everything else itself.
 */
export const matchesPattern = (name: string, pattern: string): boolean => {
  const source = [...pattern]
    .map(character =>
      character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`, 'su').test(name);
};
