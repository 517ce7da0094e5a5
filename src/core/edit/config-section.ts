import { profileNameOf } from '../profiles/sections.ts';
import { type Entry, isSafeInHeader, putSection } from './section-edit.ts';

/**
 * What stands between the brackets of a profile's section in a config file: `profile dev`, `profile "my dev"`,
 * `default`. botocore splits it into words as a shell does, so that blanks, quotes and backslashes must stand in quotes.
 *
 * @returns undefined for a name that tools would read in different ways
 */
export const configHeader = (name: string): string | undefined => {
  if (!isSafeInHeader(name)) return undefined;
  if (name === 'default') return name;
  if (!/[\s'"\\]/.test(name)) return `profile ${name}`;
  if (!/["\\]/.test(name)) return `profile "${name}"`;
  return name.includes("'") ? undefined : `profile '${name}'`;
};

/**
 * The text of a config file in which the section of profile `name` holds exactly `entries`, as `replaceSection` has it
 * for the credentials file; the profile's header may be spelled in any way that means it.
 *
 * @param header what `configHeader` made of the name
 * @throws AwsroleError when a key or a value could not be read back; it quotes neither
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
