import type { IniSection } from '../ini/ini.ts';
import type { Place, Setting } from '../ini/setting.ts';

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

/** What one file says about one name: its settings and sub-properties in order, duplicates included. */
export interface SettingLayer {
  readonly settings: readonly Setting[];
  /** parent key and its sub-properties; a parent may come several times */
  readonly nested: readonly (readonly [parent: string, settings: readonly Setting[]])[];
}

export interface MergedSettings {
  readonly settings: Map<string, Setting>;
  readonly nested: Map<string, Map<string, Setting>>;
  /** values that lost, in order */
  readonly overridden: Setting[];
}

/** One unit: keys of two users must never be mixed into one request. */
const STATIC_KEYS: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);

/**
 * Merges layers, the weakest first: the later value of a key wins, an empty value is none, and the static keys all
 * come from the strongest layer that has an access key ID (or, where none has, any of them).
 */
export const mergeSettings = (layers: readonly SettingLayer[]): MergedSettings => {
  const owner = layerOfStaticKeys(layers);
  const merged: MergedSettings = { settings: new Map(), nested: new Map(), overridden: [] };
  for (const layer of layers) {
    for (const setting of layer.settings) {
      if (setting.value === '') continue;
      if (STATIC_KEYS.has(setting.key) && layer !== owner) merged.overridden.push(setting);
      else put(merged, setting);
    }
    for (const [parent, settings] of layer.nested) putNested(merged, parent, settings);
  }
  return merged;
};

const layerOfStaticKeys = (layers: readonly SettingLayer[]): SettingLayer | undefined =>
  layers.findLast(layer => has(layer, key => key === 'aws_access_key_id')) ??
  layers.findLast(layer => has(layer, key => STATIC_KEYS.has(key)));

const has = (layer: SettingLayer, accept: (key: string) => boolean): boolean =>
  layer.settings.some(({ key, value }) => value !== '' && accept(key));

const put = (merged: MergedSettings, setting: Setting): void => {
  const loser = merged.settings.get(setting.key);
  if (loser) merged.overridden.push(loser);
  merged.settings.set(setting.key, setting);
};

const putNested = (merged: MergedSettings, parent: string, settings: readonly Setting[]): void => {
  const block = merged.nested.get(parent) ?? new Map<string, Setting>();
  for (const setting of settings) if (setting.value !== '') block.set(setting.key, setting);
  merged.nested.set(parent, block);
};
