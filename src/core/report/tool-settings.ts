import { isRoleArn } from '../aws/arn.ts';
import { isCodeDevice } from '../mfa/device.ts';
import { isRegion } from '../plan/region.ts';
import { STS_PARAMETERS } from '../plan/roles.ts';
import type { Tool } from '../profiles/tool-profiles.ts';

/** How another tool checks the value of one key. */
export interface ValueRule {
  readonly key: string;
  /** the readers that check the value; the others ignore the key */
  readonly tools: readonly Tool[];
  readonly accepts: (value: string) => boolean;
  /** a value that every tool accepts, for the edit; undefined when the line must be deleted */
  readonly example: string | undefined;
  /** completes “is not …” */
  readonly what: string;
}

const BOTH: readonly Tool[] = ['botocore', 'sdk'];
const BOTOCORE: readonly Tool[] = ['botocore'];

/** Python's `int()` of a text; undefined where it raises an error. */
export const pythonInt = (text: string): number | undefined =>
  /^[+-]?\d+(_\d+)*$/.test(text.trim()) ? Number(text.trim().replaceAll('_', '')) : undefined;

/** botocore and the SDKs compare the case too. */
const CREDENTIAL_SOURCES = ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'];

const isSts = (key: keyof typeof STS_PARAMETERS) => (value: string) => STS_PARAMETERS[key][0].test(value);

/** The values that become parameters of AssumeRole, for every profile of a chain. */
export const ROLE_RULES: readonly ValueRule[] = [
  {
    key: 'role_arn',
    tools: BOTH,
    accepts: isRoleArn,
    example: 'arn:aws:iam::123456789012:role/NAME',
    what: 'the ARN of a role',
  },
  {
    key: 'external_id',
    tools: BOTH,
    accepts: isSts('external_id'),
    example: undefined,
    what: 'an external ID that STS accepts',
  },
  {
    key: 'role_session_name',
    tools: BOTH,
    // botocore takes an empty name as none
    accepts: value => value === '' || isSts('role_session_name')(value),
    example: undefined,
    what: 'a role session name that STS accepts',
  },
  {
    key: 'mfa_serial',
    tools: BOTH,
    accepts: isCodeDevice,
    example: undefined,
    what: 'the serial number of an MFA device that STS supports',
  },
  {
    key: 'credential_source',
    tools: BOTH,
    accepts: value => CREDENTIAL_SOURCES.includes(value),
    example: undefined,
    what: `one of ${CREDENTIAL_SOURCES.join(', ')}`,
  },
];

/** The values with which a tool assumes a role with a web identity token. */
export const TOKEN_RULES: readonly ValueRule[] = [
  ...ROLE_RULES.filter(({ key }) => key === 'role_arn' || key === 'role_session_name'),
  {
    key: 'web_identity_token_file',
    tools: BOTH,
    accepts: value => !/^$|^["'#;]|\n|\s[#;]/.test(value),
    example: undefined,
    what: 'the path of a file',
  },
];

const oneOf =
  (...values: readonly string[]) =>
  (value: string) =>
    values.includes(value);

const oneOfAnyCase =
  (...values: readonly string[]) =>
  (value: string) =>
    values.includes(value.toLowerCase());

const wholeNumber =
  (min: number, max: number) =>
  (value: string): boolean => {
    const number = pythonInt(value);
    return number !== undefined && number >= min && number <= max;
  };

const choice = (key: string, values: readonly string[], accepts: ValueRule['accepts']): ValueRule => ({
  key,
  tools: BOTOCORE,
  accepts,
  example: undefined,
  what: `one of ${values.join(', ')}`,
});

const RETRY_MODES = ['legacy', 'standard', 'adaptive'];
const DEFAULTS_MODES = ['legacy', 'auto', 'standard', 'in-region', 'cross-region', 'mobile'];
const CHECKSUM_MODES = ['when_supported', 'when_required'];
const ACCOUNT_ID_MODES = ['preferred', 'disabled', 'required'];
const IMDS_MODES = ['ipv4', 'ipv6'];
/** The formats of version 1 and version 2. */
const OUTPUTS = ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off'];
const TIMESTAMPS = ['none', 'wire', 'iso8601'];

/** botocore's `is_valid_endpoint_url`: a scheme, and a host name or an address. */
const isEndpointUrl = (value: string): boolean => {
  const [, host = '', port = '0'] =
    /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^@/?#]*@)?(\[[0-9a-f:.]+\]|[^:/?#\s]+)(?::(\d*))?(?:[/?#].*)?$/i.exec(
      value,
    ) ?? [];
  const isName = /^((?!-)[a-z\d-]{1,63}(?<!-)\.)*((?!-)[a-z\d-]{1,63}(?<!-))\.?$/i.test(host);
  return (isName || host.startsWith('[')) && Number(port) <= 65_535;
};

/** The values with which another tool configures its clients, for the profile that the user names. */
export const CLIENT_RULES: readonly ValueRule[] = [
  { key: 'region', tools: BOTH, accepts: isRegion, example: 'eu-west-1', what: 'a region' },
  {
    key: 'endpoint_url',
    tools: BOTOCORE,
    accepts: value => value === '' || isEndpointUrl(value),
    example: undefined,
    what: 'a URL with a host',
  },
  choice('sts_regional_endpoints', ['legacy', 'regional'], oneOf('', 'legacy', 'regional')),
  choice('retry_mode', RETRY_MODES, oneOf(...RETRY_MODES)),
  {
    key: 'max_attempts',
    tools: BOTOCORE,
    accepts: wholeNumber(1, Number.POSITIVE_INFINITY),
    example: '3',
    what: 'a whole number from 1',
  },
  choice('defaults_mode', DEFAULTS_MODES, oneOfAnyCase(...DEFAULTS_MODES)),
  choice('request_checksum_calculation', CHECKSUM_MODES, oneOfAnyCase(...CHECKSUM_MODES)),
  choice('response_checksum_validation', CHECKSUM_MODES, oneOfAnyCase(...CHECKSUM_MODES)),
  choice('account_id_endpoint_mode', ACCOUNT_ID_MODES, oneOfAnyCase(...ACCOUNT_ID_MODES)),
  choice('ec2_metadata_service_endpoint_mode', IMDS_MODES, oneOfAnyCase(...IMDS_MODES)),
  {
    key: 'request_min_compression_size_bytes',
    tools: BOTOCORE,
    accepts: wholeNumber(1, 1_048_576),
    example: '10240',
    what: 'a whole number from 1 to 1048576',
  },
  ...['metadata_service_timeout', 'metadata_service_num_attempts'].map(key => ({
    key,
    tools: BOTOCORE,
    accepts: (value: string) => pythonInt(value) !== undefined,
    example: '1',
    what: 'a whole number',
  })),
  choice('output', OUTPUTS, oneOf(...OUTPUTS)),
  choice('cli_timestamp_format', TIMESTAMPS, oneOf(...TIMESTAMPS)),
];

/** The keys whose values must be blocks of sub-properties: botocore fails on any other value. */
export const BLOCK_KEYS: readonly string[] = ['api_versions', 's3'];
