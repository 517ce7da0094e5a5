import { profileNameOf } from '../profiles/sections.ts';
import { type Entry, isSafeInHeader, putSection } from './section-edit.ts';

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
 * Replaces the entries of a profile in the text of a config file, by the rules of `putSection`. It finds the profile's
 * sections in any spelling of their header.
 *
 * @param text undefined when the file does not exist
 * @param header the header from `configHeader`
 * @throws AwsroleError when AWS tools cannot read back a key or a value; the message quotes neither
 */
export const replaceProfile = (
  text: string | undefined,
  { name, header }: { readonly name: string; readonly header: string },
  entries: readonly Entry[],
  options: { comment?: string } = {},
): string =>
  putSection(
    text,
    { header, matches: written => profileNameOf(written) === name, file: 'config file' },
    entries,
    options,
  );
