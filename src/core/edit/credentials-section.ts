import { AwsroleError } from '../errors.ts';
import { parseIni } from '../ini/ini.ts';
import { buildProfiles } from '../profiles/profiles.ts';
import { managedSectionOf } from '../profiles/static-keys.ts';
import { dropSections, type Entry, isSafeInHeader, putSection } from './section-edit.ts';

/** Whether all AWS tools read `name` as the same section name in a credentials file. */
export const isSafeSectionName = (name: string): boolean =>
  // the SDKs ignore `[profile x]` in a credentials file
  isSafeInHeader(name) && !/^profile\s/.test(name);

/**
 * Replaces the entries of section `name` in the text of a credentials file, by the rules of `putSection`.
 *
 * @param text undefined when the file does not exist
 * @throws AwsroleError when AWS tools cannot read back the name, a key, a value or the comment; the message does not
 * quote the name, a value or the comment
 */
export const replaceSection = (
  text: string | undefined,
  name: string,
  entries: readonly Entry[],
  options: { comment?: string } = {},
): string => {
  checkName(name);
  const target = { header: name, matches: isNamed(name), file: 'credentials file' };
  return putSection(text, target, entries, options);
};

/** Removes all sections with this name from the text of a credentials file. */
export const removeSection = (text: string, name: string): string => dropSections(text, isNamed(name));

const isNamed =
  (name: string) =>
  (header: string): boolean =>
    header === name;

const checkName = (name: string): void => {
  if (isSafeSectionName(name)) return;
  throw new AwsroleError('this name cannot be a section name in the credentials file', {
    hints: [
      "choose a name without ']', '#', ';', control or invisible characters, or leading or trailing spaces",
    ],
  });
};

/** Removes all managed sections from the text of a credentials file, so that only the user's own sections remain. */
export const withoutManagedSections = (text: string): string =>
  [...buildProfiles(undefined, parseIni(text, '')).byName.values()]
    .filter(profile => managedSectionOf(profile))
    .reduce((rest, { name }) => removeSection(rest, name), text);
