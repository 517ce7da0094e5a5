import { AwsroleError } from '../errors.ts';
import { parseIni } from '../ini/ini.ts';
import { buildProfiles } from '../profiles/profiles.ts';
import { holdsOnlySession, managedSectionOf } from '../profiles/static-keys.ts';
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

/** Removes all sections with these names from the text of a credentials file. */
export const removeSections = (text: string, names: readonly string[]): string =>
  dropSections(text, header => names.includes(header));

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

/**
 * Whether `awsrole mfa` may replace the section `name` of a credentials file without asking: it does not exist, or it
 * holds only a temporary session, whoever wrote that. Everything else may be of lasting value.
 */
export const isReplaceable = (text: string, name: string): boolean =>
  parseIni(text, '')
    .sections.filter(({ header }) => header === name)
    .every(holdsOnlySession);

/** The names of the managed sections in the text of a credentials file. */
export const managedSectionsIn = (text: string): string[] =>
  [...buildProfiles(undefined, parseIni(text, '')).byName.values()]
    .filter(profile => managedSectionOf(profile))
    .map(({ name }) => name);

/** Removes the managed sections from the text of a credentials file, except those with settings of the user. */
export const withoutManagedSections = (text: string): string =>
  removeSections(
    text,
    managedSectionsIn(text).filter(name => isReplaceable(text, name)),
  );
