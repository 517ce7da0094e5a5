import { replaceProfiles } from '../edit/config-section.ts';
import { parseIni } from '../ini/ini.ts';
import { at } from '../ini/setting.ts';
import { buildProfiles, type Profile } from '../profiles/profiles.ts';
import type { WantedProfile } from './import.ts';
import { isSameValue, SHARED_KEYS } from './keys.ts';

/** The effect of an import on one profile. */
export interface Outcome {
  readonly name: string;
  /** `kept`: awsrole did not write the existing profile, it differs, and it stays unchanged */
  readonly change: 'added' | 'changed' | 'same' | 'kept';
  /** for `kept`, the place of the profile and its differences; else the setting that overrides an imported one, or '' */
  readonly why: string;
  /** whether it replaces a profile that the user wrote */
  readonly isForced?: boolean;
}

interface SharedFile {
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * The entry that marks a profile as written by `awsrole switch-roles import`. A profile with the mark and with a key
 * that import does not write counts as the user's own.
 */
export const IMPORT_MARK = ['awsrole_imported_from', 'switch-roles'] as const;

const COMMENT = 'written by awsrole switch-roles import, which replaces this section';
const OWN_KEYS: ReadonlySet<string> = new Set(['role_arn', 'source_profile', ...SHARED_KEYS, IMPORT_MARK[0]]);

/**
 * Writes the profiles into the text of the config file. Bytes outside the changed sections stay as they are, and a
 * second import of the same profiles changes nothing.
 *
 * @param options.force also replaces profiles that awsrole did not write
 * @returns the new text, and the effect on each profile in the order of `wanted`
 */
export const importProfiles = (
  config: SharedFile,
  credentials: SharedFile,
  wanted: readonly WantedProfile[],
  options: { force: boolean },
): { text: string; outcomes: Outcome[] } => {
  const parsed = ({ path, text }: SharedFile) => (text === undefined ? undefined : parseIni(text, path));
  const { byName } = buildProfiles(parsed(config), parsed(credentials));
  const outcomes = wanted.map(profile => outcomeOf(profile, byName.get(profile.name), options.force));
  const written = wanted.filter((_, index) => ['added', 'changed'].includes(outcomes[index]?.change ?? ''));
  const marked = written.map(profile => ({ ...profile, entries: [...profile.entries, IMPORT_MARK] }));
  const { text, same } = replaceProfiles(config.text, marked, { comment: COMMENT });
  const whys = new Map(
    written.map(profile => [
      profile.name,
      overridingSetting(profile, byName.get(profile.name), credentials.path),
    ]),
  );
  return {
    text,
    outcomes: outcomes.map(outcome => ({
      ...outcome,
      why: whys.get(outcome.name) ?? outcome.why,
      ...(same.has(outcome.name) && { change: 'same' as const }),
    })),
  };
};

/** The profiles as text to paste into a config file. They have no mark, so pasted profiles are the user's own. */
export const profilesText = (wanted: readonly WantedProfile[]): string =>
  replaceProfiles(undefined, wanted).text;

const outcomeOf = (wanted: WantedProfile, existing: Profile | undefined, force: boolean): Outcome => {
  const { name } = wanted;
  if (!existing) return { name, change: 'added', why: '' };
  const isOwn = isImported(existing);
  const differing = wanted.entries
    .filter(([key, value]) => !isSameValue(key, existing.settings.get(key)?.value, value))
    .map(([key]) => key);
  // a key that is no longer in the extension's text goes, but only from a profile that awsrole wrote; +1 for the mark
  const hasOnlyWanted = !isOwn || existing.settings.size === wanted.entries.length + 1;
  const [problem] = existing.problems;
  if (differing.length === 0 && hasOnlyWanted && !problem) return { name, change: 'same', why: '' };
  if (isOwn || force) return { name, change: 'changed', why: '', ...(!isOwn && { isForced: true }) };
  const [place] = existing.places;
  const difference = problem
    ? `its section is malformed (${at(problem)})`
    : `differs in ${differing.join(', ')}`;
  return { name, change: 'kept', why: `${place ? `${at(place)} ` : ''}${difference}` };
};

/** A setting of the credentials file takes precedence over the config file, and import does not change that file. */
const overridingSetting = (
  wanted: WantedProfile,
  existing: Profile | undefined,
  credentialsPath: string,
): string => {
  for (const [key, value] of wanted.entries) {
    const setting = existing?.settings.get(key);
    if (setting?.file === credentialsPath && !isSameValue(key, setting.value, value))
      return `${key} in the credentials file (${at(setting)}) overrides the imported value`;
  }
  return '';
};

const isImported = (profile: Profile): boolean =>
  profile.settings.get(IMPORT_MARK[0])?.value === IMPORT_MARK[1] &&
  profile.nested.size === 0 &&
  profile.problems.length === 0 &&
  [...profile.settings.keys()].every(key => OWN_KEYS.has(key));
