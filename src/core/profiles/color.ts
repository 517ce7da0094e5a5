import { settingOf } from './lookup.ts';
import type { Profile } from './profiles.ts';

/**
 * Parses a colour: `ffaaee` or `fae`, with or without `#`.
 *
 * @returns six lower-case hexadecimal digits without `#`, the only form that the browser extension reads; undefined
 * when the text is not a colour
 */
export const colorDigits = (text: string | undefined): string | undefined => {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? '')?.[1]?.toLowerCase();
  return digits?.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits;
};

/**
 * The colour of a profile for the prompt, `awsrole list`, console links and exports. The key `color` is that of the
 * browser extension.
 *
 * @returns six digits, as from `colorDigits`; undefined when the profile has no colour
 */
export const profileColor = (profile: Profile | undefined): string | undefined =>
  colorDigits(settingOf(profile, 'color')?.value);

/** Red, green and blue, 0 to 255 each. */
type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Adds escape sequences that draw `text` in a profile's colour, like the prompt: in 24 bits if the terminal supports
 * them, otherwise in the nearest of 256 or 16 colours.
 *
 * @param color six digits, as from `profileColor`; undefined returns `text` unchanged
 * @param env COLORTERM and TERM name the terminal's capabilities
 */
export const colored = (
  text: string,
  color: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string => {
  if (color === undefined) return text;
  const value = Number.parseInt(color, 16);
  const rgb: Rgb = [value >> 16, (value >> 8) & 255, value & 255];
  const { COLORTERM = '', TERM = '' } = env;
  const isDirect = COLORTERM === 'truecolor' || COLORTERM === '24bit' || TERM.endsWith('-direct');
  const parameters = isDirect
    ? `38;2;${rgb.join(';')}`
    : `${COLORTERM}:${TERM}`.includes('256color')
      ? nearestOf256(rgb)
      : nearestOf16(rgb);
  return `\x1b[${parameters}m${text}\x1b[39m`;
};

/**
 * The parameters of the nearest xterm colour: from a cube with the levels 0 95 135 175 215 255, or from 24 greys (8 to
 * 238).
 */
const nearestOf256 = (rgb: Rgb): string => {
  const levels = rgb.map(channel => (channel < 48 ? 0 : channel < 115 ? 1 : Math.floor((channel - 35) / 40)));
  const cube = levels.map(level => (level > 0 ? level * 40 + 55 : 0));
  const mean = Math.floor(rgb.reduce((sum, channel) => sum + channel, 0) / 3);
  const grey = mean < 8 ? 0 : mean > 233 ? 23 : Math.floor((mean - 3) / 10);
  const shade = 8 + 10 * grey;
  return distance(rgb, [shade, shade, shade]) < distance(rgb, cube)
    ? `38;5;${232 + grey}`
    : `38;5;${16 + levels.reduce((index, level) => index * 6 + level, 0)}`;
};

const distance = (one: Rgb, other: readonly number[]): number =>
  one.reduce((sum, channel, index) => sum + (channel - (other[index] ?? 0)) ** 2, 0);

/** The parameter of the nearest ANSI colour: one of eight hues, bright when the largest channel is above 191. */
const nearestOf16 = (rgb: Rgb): string => {
  const top = Math.max(...rgb);
  const half = Math.max(Math.floor(top / 2), 32);
  const hue = rgb.reduce((sum, channel, index) => sum + (channel > half ? 2 ** index : 0), 0);
  return String((top > 191 ? 90 : 30) + hue);
};
