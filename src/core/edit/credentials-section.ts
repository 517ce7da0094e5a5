import { AwsroleError } from '../errors.ts';
import { parseIni } from '../ini/ini.ts';
import { buildProfiles } from '../profiles/profiles.ts';
import { managedSectionOf } from '../profiles/static-keys.ts';
import { dropSections, type Entry, isSafeInHeader, putSection } from './section-edit.ts';

/** Whether a section of that name can be written so that every AWS tool reads the same name. */
export const isSafeSectionName = (name: string): boolean =>
  // `profile x` is what a config file would write
  isSafeInHeader(name) && !/^profile\s/.test(name);

/**
 * The text of a credentials file in which the section `name` holds exactly `entries` (under a line `# comment`, when
 * given). Nothing outside the section's own lines changes; further sections of that name go; a missing one is
 * appended. Doing it twice changes nothing more.
 *
 * @param text undefined when there is no file
 * @throws AwsroleError when the name, a key, a value or the comment could not be read back; it quotes none of them
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

/** The text without any section called `name`; the same text when there is none. */
export const removeSection = (text: string, name: string): string => dropSections(text, isNamed(name));

const isNamed =
  (name: string) =>
  (header: string): boolean =>
    header === name;

const checkName = (name: string): void => {
  if (isSafeSectionName(name)) return;
  throw new AwsroleError('this name cannot be the header of a section in the credentials file', {
    hints: ["choose a name without ']', '#', ';' or control characters, and without spaces around it"],
  });
};

/** The text of a credentials file without the sections that `awsrole mfa` wrote: what a person has of it. */
export const withoutManaged = (text: string): string =>
  [...buildProfiles(undefined, parseIni(text, '')).byName.values()]
    .filter(profile => managedSectionOf(profile))
    .reduce((rest, { name }) => removeSection(rest, name), text);
