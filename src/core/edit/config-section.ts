import { profileNameOf } from '../profiles/sections.ts';
import { isSafeInHeader, type NewSection, putSections } from './section-edit.ts';

/**
 * The section header of a profile in the config file, without brackets: `profile dev`, `profile "my dev"`, `default`.
 * Botocore splits a header into words like a shell, so a name with white space, quotes or backslashes needs quotes.
 *
 * @returns undefined for a name that AWS tools read in different ways
 */
export const configHeader = (name: string): string | undefined => {
  if (!isSafeInHeader(name)) return undefined;
  if (name === 'default') return name;
  if (!/[\s'"\\]/.test(name)) return `profile ${name}`;
  if (!/["\\]/.test(name)) return `profile "${name}"`;
  return name.includes("'") ? undefined : `profile '${name}'`;
};

/**
 * Replaces the entries of profiles in the text of a config file, by the rules of `putSection`. It finds a profile's
 * sections in any spelling of their header.
 *
 * @param text undefined when the file does not exist
 * @param profiles different names, each with the header from `configHeader`
 * @returns the new text, and the names of the profiles that it holds as `text` does
 * @throws AwsroleError when AWS tools cannot read back a key or a value; the message quotes neither
 */
export const replaceProfiles = (
  text: string | undefined,
  profiles: readonly NewSection[],
  options: { comment?: string } = {},
): ReturnType<typeof putSections> =>
  putSections(text, { file: 'config file', nameOf: profileNameOf }, profiles, options);
