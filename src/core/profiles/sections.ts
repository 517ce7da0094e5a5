import type { IniSection } from '../ini/ini.ts';
import type { Place, Setting } from '../ini/setting.ts';

/** The sections of each name, in file order. */
export type Groups = Map<string, IniSection[]>;

interface ConfigGroups {
  readonly profiles: Groups;
  readonly services: Groups;
  readonly ssoSessions: Groups;
  /** the `[default]` sections, when a `[profile default]` replaces them */
  readonly replacedDefaults: readonly IniSection[];
  /** the first `[x]` of each name that has no `[profile x]` */
  readonly unprefixed: Map<string, Place>;
  /** the sections that belong to no profile, service or sign-in session */
  readonly ignored: readonly IniSection[];
}

interface CredentialsGroups {
  readonly profiles: Groups;
  /** the first `[profile x]` of each name that has no `[x]` */
  readonly prefixed: Map<string, Place>;
  /** the sections that belong to no profile */
  readonly ignored: readonly IniSection[];
}

const PREFIXED = /^(profile|sso-session|services)\s+(\S.*)$/s;
const QUOTED = /^(["'])(.+)\1$/s;

/**
 * Groups the sections of a config file by kind and name. A name may have quotes around it and spaces in it. A
 * `[profile default]` section replaces all `[default]` sections, as in the SDKs.
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
    ignored: [...bare].flatMap(([name, group]) => (name === 'default' ? [] : group)),
  };
};

/** Groups the sections of a credentials file. A header is the name itself; the SDKs ignore `[profile x]` there. */
export const groupCredentials = (sections: readonly IniSection[]): CredentialsGroups => {
  const profiles = newGroups();
  const prefixed = newGroups();
  for (const section of sections) {
    const { kind, name } = readName(section.header);
    if (kind === 'profile') add(prefixed, name, section);
    else add(profiles, section.header, section);
  }
  return { profiles, prefixed: placesWithout(prefixed, profiles), ignored: [...prefixed.values()].flat() };
};

/** The name of the profile that a header of a config file declares; undefined for other headers. */
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

/** The first place of each name that is in `groups` and not in `known`. */
const placesWithout = (groups: Groups, known: Groups): Map<string, Place> =>
  new Map(
    [...groups].flatMap(([name, [section]]) => (section && !known.has(name) ? [[name, section.place]] : [])),
  );

/** All settings and sub-properties that one file has for one name, in file order and with duplicates. */
export interface SettingLayer {
  readonly settings: readonly Setting[];
  /** sub-properties by parent key; a parent key can occur several times */
  readonly nested: readonly (readonly [parent: string, settings: readonly Setting[]])[];
}

interface MergedSettings {
  readonly settings: Map<string, Setting>;
  readonly nested: Map<string, Map<string, Setting>>;
  /** the settings that a stronger one replaced, in order */
  readonly overridden: Setting[];
}

/** The static keys. They form a set: a request must not mix the keys of two users. */
export const STATIC_KEYS: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);

/**
 * Merges layers. The later value of a key wins, and an empty value counts as not set. All static keys come from one
 * layer: the last with an access key ID or, if no layer has one, the last with any static key.
 *
 * @param layers the weakest first
 */
export const mergeSettings = (layers: readonly SettingLayer[]): MergedSettings => {
  const keyLayer = layerOfStaticKeys(layers);
  const merged: MergedSettings = { settings: new Map(), nested: new Map(), overridden: [] };
  for (const layer of layers) {
    for (const setting of layer.settings) {
      if (setting.value === '') continue;
      if (STATIC_KEYS.has(setting.key) && layer !== keyLayer) merged.overridden.push(setting);
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
  const replaced = merged.settings.get(setting.key);
  if (replaced) merged.overridden.push(replaced);
  merged.settings.set(setting.key, setting);
};

const putNested = (merged: MergedSettings, parent: string, settings: readonly Setting[]): void => {
  const block = merged.nested.get(parent) ?? new Map<string, Setting>();
  for (const setting of settings) if (setting.value !== '') block.set(setting.key, setting);
  merged.nested.set(parent, block);
};
