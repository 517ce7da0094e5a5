import type { IniFile, IniSection, Problem } from '../ini/ini.ts';
import type { Place, Setting } from '../ini/setting.ts';
import {
  type Groups,
  groupConfig,
  groupCredentials,
  mergeSettings,
  profileNameOf,
  type SettingLayer,
} from './sections.ts';

/** A profile, merged from both shared files. */
export interface Profile {
  readonly name: string;
  /** the effective setting of each key; an empty value counts as not set, as in the SDKs */
  readonly settings: ReadonlyMap<string, Setting>;
  /** sub-properties by parent key (`s3`) */
  readonly nested: ReadonlyMap<string, ReadonlyMap<string, Setting>>;
  /** the places of its section headers, config file first */
  readonly places: readonly Place[];
  /** the problems in its sections */
  readonly problems: readonly Problem[];
  /** the settings that another place overrides; they can contain secrets */
  readonly overridden: readonly Setting[];
  /**
   * whether the effective static keys are in the credentials file, where they precede `credential_process` and sign-in
   */
  readonly hasKeysInCredentials: boolean;
}

/** All profiles and other named sections of the shared files. */
export interface Profiles {
  /** in file order, config file first */
  readonly byName: ReadonlyMap<string, Profile>;
  /** settings of `[services NAME]` by name and service (`sts`) */
  readonly services: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Setting>>>;
  /** settings of `[sso-session NAME]` by name */
  readonly ssoSessions: ReadonlyMap<string, ReadonlyMap<string, Setting>>;
  /** a message for each environment variable that names a shared file which does not exist */
  readonly missing: readonly string[];
  /** the problems that belong to no profile */
  readonly problems: readonly Problem[];
  /** the headers without `]` by the profile that they probably declare */
  readonly brokenHeaders: ReadonlyMap<string, Problem>;
  /** `[x]` sections of the config file without a `[profile x]`: AWS tools ignore them, and error hints name them */
  readonly unprefixed: ReadonlyMap<string, Place>;
  /**
   * `[profile x]` sections of the credentials file without an `[x]`: AWS tools ignore them, and error hints name them
   */
  readonly prefixedInCredentials: ReadonlyMap<string, Place>;
}

/**
 * Merges the shared files into profiles by the rules of the SDKs: `[profile default]` replaces `[default]`, sections
 * with the same name merge, a later key overrides an earlier one, and the credentials file overrides the config file.
 * All static keys of a profile come from one file.
 *
 * @param config undefined when the file does not exist, like `credentials`
 * @param missing the messages of `Profiles.missing`
 */
export const buildProfiles = (
  config: IniFile | undefined,
  credentials: IniFile | undefined,
  missing: readonly string[] = [],
): Profiles => {
  const inConfig = groupConfig(config?.sections ?? []);
  const inCredentials = groupCredentials(credentials?.sections ?? []);
  const byName = new Map<string, Profile>();
  for (const name of new Set([...inConfig.profiles.keys(), ...inCredentials.profiles.keys()])) {
    const replaced = name === 'default' ? inConfig.replacedDefaults : [];
    byName.set(
      name,
      buildProfile(name, inConfig.profiles.get(name) ?? [], inCredentials.profiles.get(name) ?? [], replaced),
    );
  }
  return {
    byName,
    services: mapValues(inConfig.services, sections => mergeSettings([layerOf(sections)]).nested),
    ssoSessions: mapValues(inConfig.ssoSessions, sections => mergeSettings([layerOf(sections)]).settings),
    missing,
    problems: [
      ...(config?.problems ?? []),
      ...problemsOf([...inConfig.services.values(), ...inConfig.ssoSessions.values()].flat()),
      ...problemsOf([...inConfig.replacedDefaults, ...inConfig.ignored]),
      ...(credentials?.problems ?? []),
      ...problemsOf(inCredentials.ignored),
    ],
    brokenHeaders: brokenHeadersOf(config, credentials),
    unprefixed: inConfig.unprefixed,
    prefixedInCredentials: inCredentials.prefixed,
  };
};

const brokenHeadersOf = (
  config: IniFile | undefined,
  credentials: IniFile | undefined,
): Map<string, Problem> =>
  new Map([
    ...(credentials?.brokenHeaders ?? []),
    ...[...(config?.brokenHeaders ?? [])].flatMap(([header, problem]): [string, Problem][] => {
      const name = profileNameOf(header);
      return name ? [[name, problem]] : [];
    }),
  ]);

const buildProfile = (
  name: string,
  inConfig: readonly IniSection[],
  inCredentials: readonly IniSection[],
  replaced: readonly IniSection[],
): Profile => {
  const sections = [...inConfig, ...inCredentials];
  const credentials = layerOf(inCredentials);
  const { settings, nested, overridden } = mergeSettings([layerOf(inConfig), credentials]);
  const keyId = settings.get('aws_access_key_id');
  return {
    name,
    settings,
    nested,
    places: sections.map(section => section.place),
    problems: problemsOf(sections),
    overridden: [...layerOf(replaced).settings.filter(({ value }) => value !== ''), ...overridden],
    hasKeysInCredentials: keyId !== undefined && credentials.settings.includes(keyId),
  };
};

const mapValues = <T>(groups: Groups, convert: (sections: IniSection[]) => T): Map<string, T> =>
  new Map([...groups].map(([name, sections]) => [name, convert(sections)]));

const problemsOf = (sections: readonly IniSection[]): Problem[] =>
  sections.flatMap(section => section.problems);

/** Concatenates the settings of all sections that one file has for one name. */
const layerOf = (sections: readonly IniSection[]): SettingLayer => ({
  settings: sections.flatMap(section => section.settings),
  nested: sections.flatMap(section => [...section.nested]),
});
