import { removeSection } from './credentials-section.ts';
import { parseIni } from './ini.ts';
import { buildProfiles } from './profiles.ts';
import { managedSectionOf } from './static-keys.ts';

/** The text of a credentials file without the sections that `awsrole mfa` wrote: what a person has of it. */
export const withoutManaged = (text: string): string =>
  [...buildProfiles(undefined, parseIni(text, '')).byName.values()]
    .filter(profile => managedSectionOf(profile))
    .reduce((rest, { name }) => removeSection(rest, name), text);
