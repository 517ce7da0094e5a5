import { type Partition, partitionOf } from '../aws/partition.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { servicePath } from './services.ts';

/** The hosts a console sign-in goes to. */
export interface ConsoleHosts {
  /** `https://signin.aws.amazon.com`, without a slash at its end */
  readonly signin: string;
  readonly console: string;
}

/**
 * The hosts of a partition.
 *
 * @param custom the URL that a person wants in place of the sign-in host
 * @throws AwsroleError for a partition whose hosts are not published
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
    `profile '${profile}': where the console of partition '${name}' signs in is not published`,
    { hints: ['sign in with the address that you were given for it'] },
  );
};

/** Which page a person wants. */
export interface Wanted {
  /** a service's name, as in `servicePath` */
  readonly service?: string | undefined;
  /** a whole address, in place of service and region */
  readonly url?: string | undefined;
  /** the region, and whether it was asked for on the command line */
  readonly region?: { readonly value: string; readonly asked: boolean } | undefined;
}

/**
 * The page to land on: the console's front page, a service's, or the one that `url` names. Hosts without a region send
 * the browser on to the one of `region=`; global consoles leave it alone.
 *
 * @throws AwsroleError (usage) for an unknown service, a foreign address, or another partition's region
 */
export const destination = (partition: Partition, host: string, wanted: Wanted): string => {
  if (wanted.url !== undefined) {
    if (wanted.service !== undefined)
      throw usageError('--service and --url exclude each other', 'keep one of them');
    return checkedUrl(wanted.url, host);
  }
  const [path = '', place] = servicePath(wanted.service).split('#');
  const url = new URL(`https://${host}/${path}`);
  const region = regionWithin(partition, wanted.region);
  if (region !== undefined) url.searchParams.set('region', region);
  if (place !== undefined) url.hash = place;
  return url.href;
};

/** A shell's region may belong to another partition: then the console takes its own. */
const regionWithin = (partition: Partition, region: Wanted['region']): string | undefined => {
  if (region === undefined || partitionOf(region.value).name === partition.name) return region?.value;
  if (!region.asked) return undefined;
  throw usageError(
    `--region: '${region.value}' is in another partition than '${partition.name}'`,
    `write one of its own, for example --region ${partition.defaultRegion}`,
  );
};

/** Anything else would be handed a signed-in browser: AWS refuses it too, but only after the sign-in. */
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
    '--url: this is not a page of the console',
    `write an address that begins with https://${host}/ or https://REGION.${host}/`,
  );
};

/**
 * The link that signs a browser in. It is a secret, and valid for 15 minutes (IAM User Guide, "Enabling custom
 * identity broker access to the AWS console").
 */
export const loginUrl = (hosts: ConsoleHosts, destination: string, signinToken: string): string =>
  withQuery(`${hosts.signin}/federation`, {
    Action: 'login',
    Issuer: 'awsrole',
    Destination: destination,
    SigninToken: signinToken,
  });

/** `url` with a query in which a space is `%20`: every reader takes that. */
export const withQuery = (url: string, values: Readonly<Record<string, string>>): string =>
  `${url}?${Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
