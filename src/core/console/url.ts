import { type Partition, partitionOf } from '../aws/partition.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { servicePath } from './services.ts';

/** The hosts of a console sign-in. */
export interface ConsoleHosts {
  /** `https://signin.aws.amazon.com`, without a trailing slash */
  readonly signin: string;
  readonly console: string;
}

/**
 * The console hosts of a partition.
 *
 * @param custom a URL that replaces the sign-in host
 * @throws AwsroleError for a partition without published console hosts
 */
export const consoleHosts = (
  partition: Partition,
  profile: string,
  custom: string | undefined,
): ConsoleHosts => {
  const { signinHost, consoleHost, name } = partition;
  if (consoleHost !== undefined && signinHost !== undefined)
    return { signin: custom?.replace(/(?<!\/)\/+$/, '') ?? `https://${signinHost}`, console: consoleHost };
  throw new AwsroleError(
    `profile '${profile}': the console sign-in address of partition '${name}' is not published`,
    { hints: ['use the sign-in address that your administrator gave you'] },
  );
};

/** The options that select a console page. */
export interface PageOptions {
  /** the name of a service, as `servicePath` takes it */
  readonly service?: string | undefined;
  /** a complete address; excludes `service` and makes `region` irrelevant */
  readonly url?: string | undefined;
  /** the region, and whether the user named it with `--region` */
  readonly region?: { readonly value: string; readonly isOption: boolean } | undefined;
}

/**
 * The address of the page on which the console opens: the home page, the page of a service, or `url`. A host name
 * without a region redirects the browser to the region of the query `region=`; global services ignore the query.
 *
 * @throws AwsroleError (usage) for an unknown service, an address outside the console, or a region of another partition
 */
export const destination = (partition: Partition, host: string, page: PageOptions): string => {
  if (page.url !== undefined) {
    if (page.service !== undefined)
      throw usageError('--service and --url exclude each other', 'keep one of them');
    return checkedUrl(page.url, host);
  }
  const [path = '', fragment] = servicePath(page.service).split('#');
  const url = new URL(`https://${host}/${path}`);
  const region = regionWithin(partition, page.region);
  if (region !== undefined) url.searchParams.set('region', region);
  if (fragment !== undefined) url.hash = fragment;
  return url.href;
};

/** Ignores a region of another partition that the user did not name: the console then uses its default region. */
const regionWithin = (partition: Partition, region: PageOptions['region']): string | undefined => {
  if (region === undefined || partitionOf(region.value).name === partition.name) return region?.value;
  if (!region.isOption) return undefined;
  throw usageError(
    `--region: '${region.value}' is not in partition '${partition.name}'`,
    `use a region of that partition, for example --region ${partition.defaultRegion}`,
  );
};

/** Accepts only console addresses. AWS rejects other addresses too, but only after the sign-in. */
const checkedUrl = (text: string, host: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isConsole =
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    (url.hostname === host || url.hostname.endsWith(`.${host}`));
  if (url && isConsole) return url.href;
  throw usageError(
    '--url: not a page of the AWS console',
    `use an address that starts with https://${host}/ or https://REGION.${host}/`,
  );
};

/**
 * The link that signs a browser in. The link is a secret and is valid for 15 minutes (IAM User Guide, "Enabling custom
 * identity broker access to the AWS console").
 */
export const loginUrl = (hosts: ConsoleHosts, destination: string, signinToken: string): string =>
  withQuery(`${hosts.signin}/federation`, {
    Action: 'login',
    Issuer: 'awsrole',
    Destination: destination,
    SigninToken: signinToken,
  });

/** Appends a query to `url`. A space becomes `%20`, which every parser understands; not every parser decodes `+`. */
export const withQuery = (url: string, values: Readonly<Record<string, string>>): string =>
  `${url}?${Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
