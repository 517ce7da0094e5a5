import type { Setting } from './setting.ts';

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
