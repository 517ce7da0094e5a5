import { readLikeBotocore } from '../ini/configparser.ts';
import { readLikeSdk } from '../ini/sdk-parser.ts';
import type { Setting, ToolSection } from '../ini/setting.ts';
import { splitWords } from '../text/split-words.ts';

/** The readers of the shared files by which awsrole judges a profile: the AWS CLI with boto3, and the SDKs. */
export type Tool = 'botocore' | 'sdk';

/** The text of a shared file; undefined when the file does not exist. */
export interface SharedFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The texts of both shared files. */
export interface SharedTexts {
  readonly config: SharedFile;
  readonly credentials: SharedFile;
}

/** A profile as another tool reads it. */
export interface ToolProfile {
  readonly settings: ReadonlyMap<string, Setting>;
  /** the settings among which the tool looks for static keys; undefined when it finds none */
  readonly keys: ReadonlyMap<string, Setting> | undefined;
}

/** The content of both shared files as another tool reads it. */
export interface ToolProfiles {
  readonly byName: ReadonlyMap<string, ToolProfile>;
  /** the names of the `[services NAME]` and `[sso-session NAME]` sections */
  readonly services: ReadonlySet<string>;
  readonly ssoSessions: ReadonlySet<string>;
}

type Settings = ReadonlyMap<string, Setting>;
type Sections = ReadonlyMap<string, Settings>;

/** Reads both shared files as `tool` reads them. */
export const readProfilesLike = (tool: Tool, files: SharedTexts): ToolProfiles =>
  tool === 'botocore' ? readWithBotocore(files) : readWithSdk(files);

const readWithBotocore = ({ config, credentials }: SharedTexts): ToolProfiles => {
  const inConfig = {
    profile: new Map<string, Settings>(),
    services: new Set<string>(),
    sso: new Set<string>(),
  };
  for (const [header, settings] of sectionsOf(config, readLikeBotocore)) {
    const words = header === 'default' ? ['profile', header] : (splitWords(header) ?? []);
    const [, name] = words;
    if (name === undefined || words.length !== 2) continue;
    if (header.startsWith('profile') || header === 'default') inConfig.profile.set(name, settings);
    else if (header.startsWith('sso-session')) inConfig.sso.add(name);
    else if (header.startsWith('services')) inConfig.services.add(name);
  }
  const inCredentials = sectionsOf(credentials, readLikeBotocore);
  const keysIn = (settings: Settings | undefined): Settings | undefined =>
    settings?.has('aws_access_key_id') ? settings : undefined;
  return {
    byName: merged(
      inConfig.profile,
      inCredentials,
      name =>
        // botocore takes all static keys from one file
        keysIn(inCredentials.get(name)) ?? keysIn(inConfig.profile.get(name)),
    ),
    services: inConfig.services,
    ssoSessions: inConfig.sso,
  };
};

const readWithSdk = ({ config, credentials }: SharedTexts): ToolProfiles => {
  const sections = sectionsOf(config, readLikeSdk);
  const startingWith = (prefix: string): [string, Settings][] =>
    [...sections].flatMap(([name, settings]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), settings]] : [],
    );
  const bare = sections.get('default');
  const profiles = new Map([...(bare ? [['default', bare] as const] : []), ...startingWith('profile.')]);
  const hasKeys = (settings: Settings): boolean =>
    settings.has('aws_access_key_id') && settings.has('aws_secret_access_key');
  return {
    byName: merged(profiles, sectionsOf(credentials, readLikeSdk), (_, settings) =>
      hasKeys(settings) ? settings : undefined,
    ),
    services: new Set(startingWith('services.').map(([name]) => name)),
    ssoSessions: new Set(startingWith('sso-session.').map(([name]) => name)),
  };
};

const sectionsOf = (
  { path, text }: SharedFile,
  read: (text: string) => ReadonlyMap<string, ToolSection>,
): Sections =>
  new Map(
    [...read(text ?? '')].map(([name, { values }]) => [
      name,
      new Map(
        [...values].map(([key, value]) => [key, { key, value: value.text, file: path, line: value.line }]),
      ),
    ]),
  );

/** Merges the profiles of both files; the credentials file overrides the config file. */
const merged = (
  config: Sections,
  credentials: Sections,
  keysOf: (name: string, settings: Settings) => Settings | undefined,
): Map<string, ToolProfile> =>
  new Map(
    [...new Set([...config.keys(), ...credentials.keys()])].map(name => {
      const settings = new Map([...(config.get(name) ?? []), ...(credentials.get(name) ?? [])]);
      return [name, { settings, keys: keysOf(name, settings) }];
    }),
  );
