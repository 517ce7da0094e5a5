import type { IniSection } from './ini.ts';
import type { Place } from './setting.ts';

/** Name → its sections, in the order of the file. */
export type Groups = Map<string, IniSection[]>;

export interface ConfigGroups {
  readonly profiles: Groups;
  readonly services: Groups;
  readonly ssoSessions: Groups;
  /** `[default]` sections that a `[profile default]` replaces */
  readonly replacedDefaults: readonly IniSection[];
  /** `[x]` without a `[profile x]` */
  readonly unprefixed: Map<string, Place>;
}

export interface CredentialsGroups {
  readonly profiles: Groups;
  /** `[profile x]` without an `[x]` */
  readonly prefixed: Map<string, Place>;
}

const PREFIXED = /^(profile|sso-session|services)\s+(\S.*)$/s;
const QUOTED = /^(["'])(.+)\1$/s;

/**
 * Sorts the sections of a config file by what their headers declare. A name may stand in quotes and may hold spaces;
 * `[profile default]` replaces `[default]` whole, as in the SDKs.
 */
export const groupConfig = (sections: readonly IniSection[]): ConfigGroups => {
  const groups = {
    profile: newGroups(),
    services: newGroups(),
    'sso-session': newGroups(),
    bare: newGroups(),
  };
  const named = sections.map(section => ({ section, ...readName(section.header) }));
  const isReplaced = named.some(({ kind, name }) => kind === 'profile' && name === 'default');
  for (const { section, kind, name } of named) {
    const isDefault = kind === 'bare' && name === 'default' && !isReplaced;
    add(groups[isDefault ? 'profile' : kind], name, section);
  }
  const { profile, services, 'sso-session': ssoSessions, bare } = groups;
  return {
    profiles: profile,
    services,
    ssoSessions,
    replacedDefaults: bare.get('default') ?? [],
    unprefixed: placesWithout(bare, profile),
  };
};

/** Sorts the sections of a credentials file: headers are raw names there, and those that say `profile` are ignored. */
export const groupCredentials = (sections: readonly IniSection[]): CredentialsGroups => {
  const profiles = newGroups();
  const prefixed = newGroups();
  for (const section of sections) {
    const { kind, name } = readName(section.header);
    if (kind === 'profile') add(prefixed, name, section);
    else add(profiles, section.header, section);
  }
  return { profiles, prefixed: placesWithout(prefixed, profiles) };
};

/** The profile that a header of a config file declares, or undefined when it declares none. */
export const profileNameOf = (header: string): string | undefined => {
  const { kind, name } = readName(header);
  return kind === 'profile' || header === 'default' ? name : undefined;
};

const newGroups = (): Groups => new Map();

const readName = (
  header: string,
): { kind: 'profile' | 'services' | 'sso-session' | 'bare'; name: string } => {
  const [, prefix, rest = ''] = PREFIXED.exec(header) ?? [];
  const name = QUOTED.exec(rest)?.[2] ?? rest;
  if (prefix === 'profile' || prefix === 'services' || prefix === 'sso-session')
    return { kind: prefix, name };
  return { kind: 'bare', name: header };
};

const add = (groups: Groups, name: string, section: IniSection): void => {
  const group = groups.get(name);
  if (group) group.push(section);
  else groups.set(name, [section]);
};

/** The first place of each name in `groups` that `known` does not have. */
const placesWithout = (groups: Groups, known: Groups): Map<string, Place> =>
  new Map(
    [...groups].flatMap(([name, [section]]) => (section && !known.has(name) ? [[name, section.place]] : [])),
  );
