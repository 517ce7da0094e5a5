import { parseArn } from './arn.ts';

/** An AWS partition: a group of regions with its own accounts, endpoints and console. */
export interface Partition {
  readonly name: string;
  readonly dnsSuffix: string;
  /** the region of STS calls when no region is configured (`implicitGlobalRegion` in the SDKs' `partitions.json`) */
  readonly defaultRegion: string;
  /** the region in the signatures of IAM requests */
  readonly iamRegion: string;
  /** host of the console's sign-in page, undefined where AWS publishes none */
  readonly signinHost: string | undefined;
  /** host of the console, undefined where AWS publishes none */
  readonly consoleHost: string | undefined;
}

const partition = (
  name: string,
  dnsSuffix: string,
  defaultRegion: string,
  more: { iamRegion?: string; signinHost?: string; consoleHost?: string } = {},
): Partition => ({
  name,
  dnsSuffix,
  defaultRegion,
  iamRegion: more.iamRegion ?? defaultRegion,
  signinHost: more.signinHost,
  consoleHost: more.consoleHost,
});

const AWS = partition('aws', 'amazonaws.com', 'us-east-1', {
  signinHost: 'signin.aws.amazon.com',
  consoleHost: 'console.aws.amazon.com',
});

/** Partitions by region prefix, from the SDKs' `partitions.json`. All other regions belong to the partition `aws`. */
const OTHERS: readonly (readonly [prefix: string, partition: Partition])[] = [
  [
    'cn-',
    partition('aws-cn', 'amazonaws.com.cn', 'cn-northwest-1', {
      iamRegion: 'cn-north-1',
      signinHost: 'signin.amazonaws.cn',
      consoleHost: 'console.amazonaws.cn',
    }),
  ],
  [
    'us-gov-',
    partition('aws-us-gov', 'amazonaws.com', 'us-gov-west-1', {
      signinHost: 'signin.amazonaws-us-gov.com',
      consoleHost: 'console.amazonaws-us-gov.com',
    }),
  ],
  [
    'eusc-',
    partition('aws-eusc', 'amazonaws.eu', 'eusc-de-east-1', {
      signinHost: 'signin.amazonaws-eusc.eu',
      consoleHost: 'console.amazonaws-eusc.eu',
    }),
  ],
  ['us-iso-', partition('aws-iso', 'c2s.ic.gov', 'us-iso-east-1')],
  ['us-isob-', partition('aws-iso-b', 'sc2s.sgov.gov', 'us-isob-east-1')],
  ['eu-isoe-', partition('aws-iso-e', 'cloud.adc-e.uk', 'eu-isoe-west-1')],
  ['us-isof-', partition('aws-iso-f', 'csp.hci.ic.gov', 'us-isof-south-1')],
];

/** The names of the partitions whose console is public. */
export const CONSOLE_PARTITIONS: readonly string[] = [AWS, ...OTHERS.map(([, other]) => other)]
  .filter(({ consoleHost }) => consoleHost !== undefined)
  .map(({ name }) => name);

/** The domains of dual-stack endpoints, which have no DNS suffix in common with the others (`partitions.json`). */
const DUAL_STACK_DOMAINS = [
  ...['api.aws', 'api.amazonwebservices.com.cn', 'api.amazonwebservices.eu', 'api.aws.ic.gov'],
  ...['api.aws.scloud', 'api.cloud-aws.adc-e.uk', 'api.aws.hci.ic.gov'],
];

/** The domains of the hosts of AWS. */
const DOMAINS: readonly string[] = [
  ...[AWS, ...OTHERS.map(([, other]) => other)].flatMap(({ dnsSuffix, signinHost }) => [
    dnsSuffix,
    ...(signinHost === undefined ? [] : [signinHost]),
  ]),
  ...DUAL_STACK_DOMAINS,
];

/** Whether a host name is one of AWS, in any partition. */
export const isAwsHost = (host: string): boolean =>
  DOMAINS.some(domain => host === domain || host.endsWith(`.${domain}`));

/** The regions of `aws` that every account has. Newer regions are opt-in, so this list is final. */
const ON_BY_DEFAULT = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Whether the region is enabled by default in every account of the partition `aws`. */
export const isOnByDefault = (region: string): boolean => ON_BY_DEFAULT.has(region);

/**
 * The partition of an ARN or of a region. An unknown region belongs to `aws`. For an ARN of an unknown partition, the
 * result has the ARN's partition name, the DNS suffix and regions of `aws`, and no console hosts.
 */
export const partitionOf = (arnOrRegion: string): Partition => {
  const name = parseArn(arnOrRegion)?.partition;
  if (name === undefined) return OTHERS.find(([prefix]) => arnOrRegion.startsWith(prefix))?.[1] ?? AWS;
  const known = [AWS, ...OTHERS.map(([, other]) => other)].find(candidate => candidate.name === name);
  return known ?? { ...AWS, name, signinHost: undefined, consoleHost: undefined };
};
