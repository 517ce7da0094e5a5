/** A colour as the browser extension writes it: `ffaaee` or `fae`, with or without `#`. */
export interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** @returns undefined for what is no colour */
export const parseColor = (text: string | undefined): Rgb | undefined => {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? '')?.[1];
  if (digits === undefined) return undefined;
  const whole = digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits;
  const value = Number.parseInt(whole, 16);
  return { red: value >> 16, green: (value >> 8) & 255, blue: value & 255 };
};

/** `text` in a colour on a terminal with 24-bit colours (ISO 8613-6); as it is without one. */
export const colored = (text: string, color: Rgb | undefined): string =>
  color ? `\x1b[38;2;${color.red};${color.green};${color.blue}m${text}\x1b[39m` : text;
