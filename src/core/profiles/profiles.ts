import type { IniFile, IniSection, Problem } from '../ini/ini.ts';
import type { Place, Setting } from '../ini/setting.ts';
import { type Groups, groupConfig, groupCredentials, mergeSettings, type SettingLayer } from './sections.ts';

/** One profile as both files together define it. */
export interface Profile {
  readonly name: string;
  /** key → the value that counts. Empty values are not set, as the SDKs have it. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** parent key (`s3`) → its sub-properties */
  readonly nested: ReadonlyMap<string, ReadonlyMap<string, Setting>>;
  /** the headers it is made of, config file first */
  readonly places: readonly Place[];
  /** what is wrong inside its sections */
  readonly problems: readonly Problem[];
  /** values that lost against another place; secrets may be among them */
  readonly overridden: readonly Setting[];
  /** whether the static keys that count stand in the credentials file: there they come before a process or a login */
  readonly hasKeysInCredentials: boolean;
}

export interface Profiles {
  /** in the order of the files, config first */
  readonly byName: ReadonlyMap<string, Profile>;
  /** `[services NAME]`: name → service (`sts`) → its settings */
  readonly services: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Setting>>>;
  /** `[sso-session NAME]`: name → its settings */
  readonly ssoSessions: ReadonlyMap<string, ReadonlyMap<string, Setting>>;
  /** those of no profile */
  readonly problems: readonly Problem[];
  /** `[x]` in the config file where no `[profile x]` is: ignored by every tool, worth a hint */
  readonly unprefixed: ReadonlyMap<string, Place>;
  /** `[profile x]` in the credentials file where no `[x]` is: ignored likewise */
  readonly prefixedInCredentials: ReadonlyMap<string, Place>;
}

/**
 * Merges the two shared files into profiles by the SDKs' rules: `[profile default]` replaces `[default]`, duplicate
 * sections merge, a later key wins, the credentials file wins over the config file, and static keys come as one set
 * from one file. Either file may be missing.
 */
export const buildProfiles = (config: IniFile | undefined, credentials: IniFile | undefined): Profiles => {
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
    problems: [
      ...(config?.problems ?? []),
      ...problemsOf([...inConfig.services.values(), ...inConfig.ssoSessions.values()].flat()),
      ...problemsOf(inConfig.replacedDefaults),
      ...(credentials?.problems ?? []),
    ],
    unprefixed: inConfig.unprefixed,
    prefixedInCredentials: inCredentials.prefixed,
  };
};

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

/** The settings of all sections of one name in one file, in order. */
const layerOf = (sections: readonly IniSection[]): SettingLayer => ({
  settings: sections.flatMap(section => section.settings),
  nested: sections.flatMap(section => [...section.nested]),
});
