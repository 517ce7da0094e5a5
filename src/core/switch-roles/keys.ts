import { colorDigits } from '../profiles/color.ts';

/**
 * Keys that say the same in the extension's text and in a profile, beside the role itself: what the browser shows, and
 * what the role session is asked with, which the extension does not know but keeps.
 */
export const SHARED_KEYS = [
  'region',
  'color',
  'image',
  'duration_seconds',
  'external_id',
  'role_session_name',
  'source_identity',
] as const;

const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Why the extension cannot hold the text, or undefined when it can: it has no quotes, and no escapes. */
const unholdable = (text: string): string | undefined => {
  if (text === '') return 'is empty';
  if (CONTROL.test(text)) return 'holds a line break or another control character';
  const comment = /[;#]/.exec(text)?.[0];
  if (comment !== undefined) return `holds '${comment}', where the extension begins a comment`;
  return text.trim() === text ? undefined : 'has a space at its end';
};

/** The same for a value: the extension ends it at an `=`. */
export const unholdableValue = (text: string): string | undefined =>
  unholdable(text) ?? (text.includes('=') ? "holds '=', where the extension ends a value" : undefined);

/** The extension's parser takes what every JavaScript object has for sections and keys that are there. */
export const breaksExtension = (name: string): boolean => name in {};

/** The same for the name of a section. */
export const unholdableName = (name: string): string | undefined =>
  breaksExtension(name) ? 'is a word that breaks the extension' : unholdable(name);

/** Whether two values of a key mean the same. */
export const saysSame = (key: string, one: string | undefined, other: string | undefined): boolean => {
  if (one === other) return true;
  if (key !== 'color') return false;
  const digits = colorDigits(one);
  return digits !== undefined && digits === colorDigits(other);
};
