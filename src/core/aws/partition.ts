import { parseArn } from './arn.ts';

/** A separate AWS: its own accounts, endpoints and console. */
export interface Partition {
  readonly name: string;
  readonly dnsSuffix: string;
  /** where STS is asked when nobody names a region (botocore's `implicitGlobalRegion`) */
  readonly defaultRegion: string;
  /** the region IAM's requests are signed for */
  readonly iamRegion: string;
  /** the host of the console's sign-in; undefined where none is published */
  readonly signinHost: string | undefined;
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

/** Region prefixes and their partitions, as the SDKs' `partitions.json` has them; what is not here is commercial AWS. */
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

/** Commercial AWS switches every region that came after these on by request only; the list will not grow. */
const ON_BY_DEFAULT = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Whether every account of commercial AWS has this region, without asking for it. */
export const isOnByDefault = (region: string): boolean => ON_BY_DEFAULT.has(region);

/**
 * The partition that an ARN or a region belongs to. An unknown region is taken for commercial AWS; an ARN of an
 * unknown partition keeps its name.
 */
export const partitionOf = (arnOrRegion: string): Partition => {
  const name = parseArn(arnOrRegion)?.partition;
  if (name === undefined) return OTHERS.find(([prefix]) => arnOrRegion.startsWith(prefix))?.[1] ?? AWS;
  const known = [AWS, ...OTHERS.map(([, other]) => other)].find(candidate => candidate.name === name);
  return known ?? { ...AWS, name, signinHost: undefined, consoleHost: undefined };
};
