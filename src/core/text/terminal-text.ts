/**
 * What could steer a terminal or hide in it: controls (C0, DEL, C1), format characters (bidi controls, zero-width,
 * tags), everything else Unicode calls ignorable (fillers, variation selectors), lone surrogates, and the line and
 * paragraph separators. Only the emoji selector after a picture stays: it changes nothing but the picture.
 */
const unsafe =
  /(?!(?<=\p{Extended_Pictographic})\u{FE0F})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u{${code.toString(16)}}`;
};

/**
 * Makes a foreign string (profile name, ARN, a service's message, a file name) harmless on a terminal and one line
 * long: what could steer or hide becomes visible (`ESC` is `␛`, a newline `␊`, others `\u{202e}`), all other text is
 * kept. Source of the rule: CVE-2024-50349, CVE-2023-30844 and their like, where such text drove the terminal.
 */
export const safe = (text: string): string => text.replace(unsafe, visible);

/** JSON, indented, in which what could steer a terminal or hide in it is escaped: the same value for every program. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(unsafe, text =>
    text === '\n'
      ? text
      : [...Array(text.length).keys()]
          .map(index => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  );
