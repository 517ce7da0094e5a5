/**
 * Replaces characters that can control a terminal or are invisible in it: control characters (C0, DEL, C1), format
 * characters (bidi controls, zero-width characters, tags), all other default-ignorable code points (fillers, variation
 * selectors), lone surrogates, and the line and paragraph separators. The emoji variation selector (U+FE0F) is safe after
 * a pictograph, because there it only selects the emoji's glyph. The expression is here, because making it takes 1 ms.
 */
const replaceUnsafe = (text: string, visible: (unsafe: string) => string): string =>
  text.replace(
    /(?!(?<=\p{Extended_Pictographic})\u{FE0F})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    visible,
  );

const visibleForm = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u{${code.toString(16)}}`;
};

/**
 * Makes untrusted text (a profile name, an ARN, a service's message, a file name) safe to print on a terminal. The
 * result is one line. Each unsafe character becomes visible (`␛` for ESC, `␊` for a newline, `\u{202e}` for others);
 * all other text is unchanged. CVE-2024-50349 and CVE-2023-30844 show how unescaped text controls a terminal.
 */
export const safe = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : replaceUnsafe(text, visibleForm);

/** Whether `safe` leaves the text unchanged: every character of it is visible and controls nothing. */
export const isSafe = (text: string): boolean => safe(text) === text;

/** Formats a value as indented JSON and escapes the unsafe characters. JSON parsers read back the same value. */
export const safeJson = (value: unknown): string => {
  const json = JSON.stringify(value, null, 2);
  // line breaks are between the values
  return /^[\x20-\x7e\n]*$/.test(json)
    ? json
    : replaceUnsafe(json, text => (text === '\n' ? text : escaped(text)));
};

const escaped = (text: string): string =>
  [...Array(text.length).keys()]
    .map(index => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
