import { replaceProfile } from '../edit/config-section.ts';
import { parseIni } from '../ini/ini.ts';
import { at } from '../ini/setting.ts';
import { buildProfiles, type Profile } from '../profiles/profiles.ts';
import type { WantedProfile } from './import.ts';
import { SHARED_KEYS, saysSame } from './keys.ts';

/** What becomes of one profile; `kept`: a person wrote it, and it says something else. */
export interface Outcome {
  readonly name: string;
  readonly verdict: 'added' | 'changed' | 'same' | 'kept';
  /** where it stands now, with what differs, for a profile that is kept; for another, what still wins over it */
  readonly why: string;
}

interface SharedFile {
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * The mark that `awsrole switch-roles import` leaves in the profiles it writes. A profile counts as written by awsrole
 * while it has the mark and no key that import does not write: with one of a person's own it is the person's.
 */
export const IMPORT_MARK = ['awsrole_imported_from', 'switch-roles'] as const;

const COMMENT = 'written by awsrole switch-roles import, which replaces this section';
const OWN_KEYS: ReadonlySet<string> = new Set(['role_arn', 'source_profile', ...SHARED_KEYS, IMPORT_MARK[0]]);

/**
 * The text of the config file with the profiles in it; every byte outside the sections that change is kept, and doing
 * it twice changes nothing more.
 *
 * @param options.force replaces profiles that a person wrote, too
 */
export const importProfiles = (
  config: SharedFile,
  credentials: SharedFile,
  wanted: readonly WantedProfile[],
  options: { force: boolean },
): { text: string; outcomes: Outcome[] } => {
  const parsed = ({ path, text }: SharedFile) => (text === undefined ? undefined : parseIni(text, path));
  const { byName } = buildProfiles(parsed(config), parsed(credentials));
  let text = config.text ?? '';
  const outcomes = wanted.map(profile => {
    const outcome = outcomeOf(profile, byName.get(profile.name), options.force);
    if (outcome.verdict === 'same' || outcome.verdict === 'kept') return outcome;
    const before = text;
    text = replaceProfile(before, profile, [...profile.entries, IMPORT_MARK], { comment: COMMENT });
    const why = winnerOver(profile, byName.get(profile.name), credentials.path);
    return { ...outcome, why, ...(text === before && { verdict: 'same' as const }) };
  });
  return { text, outcomes };
};

/** The profiles as a person may paste them into a config file; then they are the person's. */
export const profilesText = (wanted: readonly WantedProfile[]): string =>
  wanted.map(profile => replaceProfile(undefined, profile, profile.entries)).join('\n');

const outcomeOf = (wanted: WantedProfile, there: Profile | undefined, force: boolean): Outcome => {
  const { name } = wanted;
  if (!there) return { name, verdict: 'added', why: '' };
  const isOwn = isImported(there);
  const differing = wanted.entries
    .filter(([key, value]) => !saysSame(key, there.settings.get(key)?.value, value))
    .map(([key]) => key);
  // a key that the text does not have any more must go, but only from what awsrole wrote
  const isWhole = !isOwn || there.settings.size === wanted.entries.length + 1;
  const [problem] = there.problems;
  if (differing.length === 0 && isWhole && !problem) return { name, verdict: 'same', why: '' };
  if (isOwn || force) return { name, verdict: 'changed', why: '' };
  const [place] = there.places;
  const what = problem ? `its section is malformed (${at(problem)})` : `differs in ${differing.join(', ')}`;
  return { name, verdict: 'kept', why: `${place ? `${at(place)} ` : ''}${what}` };
};

/** The credentials file is stronger than the config file, and import does not write there. */
const winnerOver = (wanted: WantedProfile, there: Profile | undefined, credentialsPath: string): string => {
  for (const [key, value] of wanted.entries) {
    const setting = there?.settings.get(key);
    if (setting?.file === credentialsPath && !saysSame(key, setting.value, value))
      return `${key} in the credentials file (${at(setting)}) wins over what was imported`;
  }
  return '';
};

const isImported = (profile: Profile): boolean =>
  profile.settings.get(IMPORT_MARK[0])?.value === IMPORT_MARK[1] &&
  profile.nested.size === 0 &&
  profile.problems.length === 0 &&
  [...profile.settings.keys()].every(key => OWN_KEYS.has(key));
