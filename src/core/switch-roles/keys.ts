import { colorDigits } from '../profiles/color.ts';
import { isSafe } from '../text/terminal-text.ts';

/**
 * Keys with one meaning in the text of the browser extension AWS Extend Switch Roles ("the extension") and in a
 * profile: the display in the browser, and parameters of AssumeRole, which the extension ignores but keeps.
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

/**
 * Keys of the extension's base accounts. awsrole reads them from a profile that is a base account: `aws_account_alias`
 * names the account on the sign-in page, `role_name` is the role of the sign-in, and the others are defaults for roles.
 */
export const BASE_KEYS = ['aws_account_alias', 'role_name', 'target_role_name', 'target_region'] as const;

/**
 * Why the extension's text cannot contain `text`, or undefined. The format has no quotes and no escapes, and people read
 * it: an invisible character would make one name look like another.
 */
const flawOfText = (text: string): string | undefined => {
  if (text === '') return 'is empty';
  if (!isSafe(text)) return 'contains a line break or another invisible character';
  const comment = /[;#]/.exec(text)?.[0];
  if (comment !== undefined) return `contains '${comment}', which starts a comment in the extension`;
  return text.trim() === text ? undefined : 'starts or ends with a space';
};

/**
 * Checks a value for the extension's text.
 *
 * @returns the rest of a sentence that says why the text cannot contain the value; undefined when it can
 */
export const flawOfValue = (text: string): string | undefined =>
  flawOfText(text) ?? (text.includes('=') ? "contains '=', which ends a value in the extension" : undefined);

/** Whether the name is a property of every JavaScript object: the extension's parser mistakes it for a duplicate. */
export const breaksExtension = (name: string): boolean => name in {};

/**
 * Checks the name of a section for the extension's text.
 *
 * @returns the rest of a sentence that says why the text cannot contain the name; undefined when it can
 */
export const flawOfName = (name: string): string | undefined =>
  breaksExtension(name) ? 'is a word that breaks the extension' : flawOfText(name);

/** Whether two values of a key are equal; `#FAE` and `ffaaee` are equal colours. */
export const isSameValue = (key: string, one: string | undefined, other: string | undefined): boolean => {
  if (one === other) return true;
  if (key !== 'color') return false;
  const digits = colorDigits(one);
  return digits !== undefined && digits === colorDigits(other);
};
