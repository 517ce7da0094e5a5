import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { isMisspelt } from '../profiles/lookup.ts';
import { didYouMean } from '../text/names.ts';

/** The global STS endpoint of the `aws` partition. */
export const GLOBAL_STS = 'https://sts.amazonaws.com';

type Settings = ReadonlyMap<string, Setting>;

/** Where a custom endpoint may be set. */
export interface EndpointInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile?: { readonly settings: Settings };
  /** `[services NAME]` sections: name, then service, then key */
  readonly services?: ReadonlyMap<string, ReadonlyMap<string, Settings>>;
  /** sections of the config file whose header begins with no keyword: misspelt ones among them are named in hints */
  readonly unprefixed?: ReadonlyMap<string, Place>;
}

/** A URL and where it was set: the name of a variable, or `file:line`. */
interface CustomEndpoint {
  readonly url: string;
  readonly from: string;
}

/**
 * The URL that the user set in place of the regional endpoint, or undefined. In order of precedence (AWS SDKs and
 * Tools Reference Guide, "Service-specific endpoints"): `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, the services
 * section, the profile's `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` disables all of them.
 *
 * @throws AwsroleError naming the variable or line of an invalid URL or of a missing services section
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
    if (value) return checkedUrl(value, name);
  }
  const setting = fromServices(service, input) ?? present(profile?.settings, 'endpoint_url');
  return setting && checkedUrl(setting.value, at(setting));
};

/**
 * The STS endpoint that the user chose with `AWS_STS_REGIONAL_ENDPOINTS` or the profile's `sts_regional_endpoints`:
 * `legacy` means the global endpoint of the `aws` partition, signed for us-east-1. Undefined means the regional
 * endpoint; all other partitions have only that one.
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
  const from = input.env[variable] || !setting ? variable : at(setting);
  return { url: GLOBAL_STS, region: 'us-east-1', from };
};

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
  const misspelt = [...(input.unprefixed ?? [])].filter(([header]) =>
    isMisspelt(header, 'services', name.value),
  );
  throw new AwsroleError(`there is no section [services ${name.value}] (${at(name)} names it)`, {
    hints: [
      ...misspelt.map(([header, place]) => `${at(place)} has [${header}]: write [services ${name.value}]`),
      ...didYouMean(name.value, [...(input.services?.keys() ?? [])]),
      `add [services ${name.value}] to the config file, or remove that line`,
    ],
  });
};

/** The error names the place and never shows the URL, which may contain a password. */
const checkedUrl = (text: string, from: string): CustomEndpoint => {
  const url = text.trim();
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  if (parsed && isWeb && parsed.hostname !== '' && parsed.username === '' && parsed.password === '')
    return { url, from };
  throw new AwsroleError(`${from}: this is not the URL of an endpoint`, {
    hints: ['write http:// or https://, a host and an optional port, without a user name'],
  });
};
