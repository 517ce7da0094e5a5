const widthOf = (character: string): number =>
  character >= ' ' && character <= '~' ? 1 : widthBeyondAscii(character);

/**
 * The width of a character outside ASCII. East Asian wide and fullwidth characters (Unicode Standard Annex #11), and
 * emoji that terminals draw two cells wide, take two cells. The expressions are here, because making them takes 1 ms.
 */
const widthBeyondAscii = (character: string): number => {
  if (/^[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(character)) return 0;
  const wide =
    /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
  return wide.test(character) ? 2 : 1;
};

/** The number of terminal cells that `text` occupies. The text must be an output of `safe`. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
};

/** Pads `text` with trailing spaces to `width` terminal cells; returns wider text unchanged. */
export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/** Truncates `text` to `width` terminal cells; truncated text ends in `…`. */
export const cutTo = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width - 1) break;
    cut += character;
  }
  return width < 1 ? '' : `${cut}…`;
};
