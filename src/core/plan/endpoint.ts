import { AwsroleError } from '../errors.ts';
import type { Setting } from '../ini/setting.ts';

export { type Partition, partitionOf } from '../aws/partition.ts';

/** The global endpoint of commercial AWS. */
export const GLOBAL_STS = 'https://sts.amazonaws.com';

type Settings = ReadonlyMap<string, Setting>;

/** Where a custom endpoint may have been written. */
export interface EndpointInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile?: { readonly settings: Settings };
  /** `[services NAME]` sections: name, then service, then key */
  readonly services?: ReadonlyMap<string, ReadonlyMap<string, Settings>>;
}

/** A URL and the place that says so: a variable's name or `file:line`. */
export interface CustomEndpoint {
  readonly url: string;
  readonly from: string;
}

/**
 * The URL that a person wants in place of the regional endpoint, or undefined. From high to low (AWS SDKs and
 * Tools Reference Guide, "Service-specific endpoints"): `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, the services
 * section, the profile's `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` turns all of them off.
 *
 * @throws AwsroleError when the URL is none, or the services section does not exist; it names the place
 */
export const customEndpoint = (
  service: 'sts' | 'iam' | 'signin',
  input: EndpointInput,
): CustomEndpoint | undefined => {
  const { env, profile } = input;
  const ignore =
    env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ||
    textOf(profile?.settings, 'ignore_configured_endpoint_urls');
  if (ignore?.trim().toLowerCase() === 'true') return undefined;
  for (const name of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const value = env[name];
    if (value) return checked(value, name);
  }
  const setting = fromServices(service, input) ?? present(profile?.settings, 'endpoint_url');
  return setting && checked(setting.value, place(setting));
};

/**
 * The STS endpoint a person asked for with `sts_regional_endpoints` (profile) or `AWS_STS_REGIONAL_ENDPOINTS`:
 * `legacy` is the global endpoint of commercial AWS, signed for us-east-1; undefined means the regional one, which
 * every other partition must use and whose tokens are good in every region.
 *
 * @param partition the name of the partition, `aws`
 */
export const legacyStsEndpoint = (
  input: Pick<EndpointInput, 'env' | 'profile'>,
  partition: string,
): (CustomEndpoint & { readonly region: string }) | undefined => {
  const variable = 'AWS_STS_REGIONAL_ENDPOINTS';
  const setting = present(input.profile?.settings, 'sts_regional_endpoints');
  const value = input.env[variable] || setting?.value;
  if (value?.trim().toLowerCase() !== 'legacy' || partition !== 'aws') return undefined;
  const from = input.env[variable] || !setting ? variable : place(setting);
  return { url: GLOBAL_STS, region: 'us-east-1', from };
};

const place = (setting: Setting): string => `${setting.file}:${setting.line}`;

const present = (settings: Settings | undefined, key: string): Setting | undefined => {
  const setting = settings?.get(key);
  return setting && setting.value.trim() !== '' ? setting : undefined;
};

const textOf = (settings: Settings | undefined, key: string): string | undefined =>
  present(settings, key)?.value;

const fromServices = (service: string, input: EndpointInput): Setting | undefined => {
  const name = present(input.profile?.settings, 'services');
  if (!name) return undefined;
  const section = input.services?.get(name.value);
  if (section) return present(section.get(service), 'endpoint_url');
  throw new AwsroleError(`there is no section [services ${name.value}] (${place(name)} names it)`, {
    hints: [`add [services ${name.value}] to the config file, or take the line out`],
  });
};

/** A URL may carry a password, so a bad one is named by its place and never shown. */
const checked = (text: string, from: string): CustomEndpoint => {
  const url = text.trim();
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  if (parsed && isWeb && parsed.hostname !== '' && parsed.username === '' && parsed.password === '')
    return { url, from };
  throw new AwsroleError(`${from}: this is not the URL of an endpoint`, {
    hints: ['write http:// or https://, a host and perhaps a port, without a user name'],
  });
};
