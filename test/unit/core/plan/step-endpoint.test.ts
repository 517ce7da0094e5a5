import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../../src/core/environment/environment.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlanOptions } from '../../../../src/core/plan/types.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const plan = (config: string, env: Environment = {}, options: PlanOptions = {}): Plan =>
  planFor(profilesFrom(config, keysOf('default')), 'dev', env, options);
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);
const inPartition = (partition: string, ...lines: string[]): string =>
  direct(...lines).replace('arn:aws:', `arn:${partition}:`);

const OURS = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-west-2', AWSROLE_REGION: 'us-west-2' };

interface RegionRow {
  readonly rule: string;
  readonly config?: string;
  readonly env?: Environment;
  readonly options?: PlanOptions;
  /** value, where from, whether it is the profile's */
  readonly region: readonly [string, string, boolean] | undefined;
  readonly signing: readonly [string, string];
}

const NOWHERE = "the partition's default";

const regions: readonly RegionRow[] = [
  {
    rule: '--region wins over everything',
    config: direct('region=eu-west-1'),
    env: { AWS_REGION: 'us-west-2' },
    options: { region: 'ap-south-1' },
    region: ['ap-south-1', '--region', true],
    signing: ['ap-south-1', '--region'],
  },
  {
    rule: "the profile's region wins over the shell's",
    config: direct('region=eu-west-1'),
    env: { AWS_REGION: 'us-west-2' },
    region: ['eu-west-1', 'config:4', true],
    signing: ['eu-west-1', 'config:4'],
  },
  {
    rule: "the shell's AWS_REGION counts for a profile without one, and stays the shell's",
    env: { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' },
    region: ['us-west-2', 'AWS_REGION', false],
    signing: ['us-west-2', 'AWS_REGION'],
  },
  {
    rule: 'AWS_DEFAULT_REGION is the last of them',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' },
    region: ['us-east-2', 'AWS_DEFAULT_REGION', false],
    signing: ['us-east-2', 'AWS_DEFAULT_REGION'],
  },
  {
    rule: 'a region that awsrole set for the last profile is nobody’s wish',
    env: OURS,
    region: undefined,
    signing: ['us-east-1', NOWHERE],
  },
  {
    rule: 'a region that a person set after awsrole is',
    env: { ...OURS, AWS_REGION: 'sa-east-1' },
    region: ['sa-east-1', 'AWS_REGION', false],
    signing: ['sa-east-1', 'AWS_REGION'],
  },
  {
    rule: 'a source profile lends credentials, not its region, as in the AWS CLI',
    config: `${direct()}[default]\nregion=eu-west-1\n`,
    region: undefined,
    signing: ['us-east-1', NOWHERE],
  },
  {
    rule: 'China is asked in China when nobody names a region',
    config: inPartition('aws-cn'),
    region: undefined,
    signing: ['cn-northwest-1', NOWHERE],
  },
  {
    rule: 'GovCloud is asked in GovCloud when nobody names a region',
    config: inPartition('aws-us-gov'),
    region: undefined,
    signing: ['us-gov-west-1', NOWHERE],
  },
  {
    rule: "a region of the role's partition is taken",
    config: inPartition('aws-cn', 'region=cn-north-1'),
    region: ['cn-north-1', 'config:4', true],
    signing: ['cn-north-1', 'config:4'],
  },
  {
    rule: 'a region of another partition is the shell’s business, not STS’s',
    config: inPartition('aws-us-gov'),
    env: { AWS_REGION: 'eu-west-1' },
    region: ['eu-west-1', 'AWS_REGION', false],
    signing: ['us-gov-west-1', NOWHERE],
  },
];

describe('region', () => {
  for (const { rule, config, env, options, region, signing } of regions)
    it(rule, () => {
      const found = plan(config ?? direct(), env, options);
      assert.deepEqual(found.region && [found.region.value, found.region.from, found.region.own], region);
      assert.deepEqual([found.endpoint.region, found.endpoint.regionFrom], signing);
      assert.equal(found.endpoint.url, undefined);
    });

  it('of a profile without a role decides the partition', () => {
    const keys = `${keysOf('dev')}region=cn-north-1\n`;
    assert.equal(planFor(profilesFrom('', keys), 'dev', {}).endpoint.partition, 'aws-cn');
  });
});

describe('what is no region', () => {
  const HINT = 'lowercase letters, digits and dashes, without quotes or spaces';

  for (const value of [
    '"eu-west-1"',
    'eu_west_1',
    'eu west 1',
    'EU-WEST-1',
    '-eu',
    'eu-',
    '123',
    'eu-west-1; ls',
  ])
    it(`is refused with its line: ${value}`, () =>
      assert.throws(() => plan(direct(`region=${value}`)), {
        name: 'AwsroleError',
        exitCode: 1,
        message: `profile 'dev': region = ${value} (config:4) is not a region`,
        hints: [`write for example region = eu-west-1: ${HINT}`],
      }));

  it('is refused with its variable', () =>
    assert.throws(() => plan(direct(), { AWS_DEFAULT_REGION: 'eu-west-1 ' }), {
      name: 'AwsroleError',
      message: "AWS_DEFAULT_REGION: 'eu-west-1 ' is not a region",
      hints: [`set for example AWS_DEFAULT_REGION=eu-west-1 (${HINT}), or unset it`],
    }));

  it('does no harm where another one counts', () => {
    const env = { AWS_REGION: 'eu west' };
    assert.equal(plan(direct('region=eu-west-1'), env).region?.value, 'eu-west-1');
    assert.equal(plan(direct('region=eu west'), env, { region: 'eu-west-1' }).region?.value, 'eu-west-1');
  });
});

describe('custom endpoints', () => {
  const urls = (found: Plan): (string | undefined)[] => [
    found.endpoint.url,
    found.endpoint.urlFrom,
    found.iamEndpoint.url,
  ];

  it('come from the environment, STS and IAM apart', () => {
    const env = { AWS_ENDPOINT_URL_STS: 'http://sts:1', AWS_ENDPOINT_URL_IAM: 'http://iam:2' };
    assert.deepEqual(urls(plan(direct(), env)), ['http://sts:1', 'AWS_ENDPOINT_URL_STS', 'http://iam:2']);
  });

  it('come from the services section that the asked profile names', () => {
    const config = `${direct('services=local')}[services local]\nsts =\n  endpoint_url = http://sts:1\n`;
    assert.deepEqual(urls(plan(config)), ['http://sts:1', 'config:7', undefined]);
  });

  it("come from the asked profile, not from its source's", () => {
    assert.deepEqual(urls(plan(direct('endpoint_url=http://all:1'))), [
      'http://all:1',
      'config:4',
      'http://all:1',
    ]);
    assert.deepEqual(urls(plan(`${direct()}[default]\nendpoint_url=http://all:1\n`)), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are signed for the region all the same', () => {
    const found = plan(direct('endpoint_url=http://all:1', 'region=eu-west-1'));
    assert.equal(found.endpoint.region, 'eu-west-1');
  });

  it('are left alone when a person says so', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.deepEqual(urls(plan(direct('endpoint_url=http://all:2'), env)), [undefined, undefined, undefined]);
  });
});

describe('the bundle of certificates', () => {
  it("is the asked profile's, not its source's", () => {
    const { caBundle } = plan(direct('ca_bundle=~/ca.pem'));
    assert.deepEqual([caBundle?.value, caBundle?.line], ['~/ca.pem', 4]);
    assert.equal(plan(`${direct()}[default]\nca_bundle=/ca.pem\n`).caBundle, undefined);
  });
});

describe('the legacy global endpoint', () => {
  const config = direct('region=eu-west-1', 'sts_regional_endpoints=legacy');
  it('is taken on demand and signed for us-east-1, and the shell keeps its region', () => {
    const { endpoint, region } = plan(config);
    assert.deepEqual(
      [endpoint.url, endpoint.urlFrom, endpoint.region, endpoint.regionFrom, region?.value],
      ['https://sts.amazonaws.com', 'config:5', 'us-east-1', 'config:5', 'eu-west-1'],
    );
  });

  it('gives way to a custom endpoint, which keeps the region', () => {
    const { endpoint } = plan(config, { AWS_ENDPOINT_URL: 'http://all:1' });
    assert.deepEqual([endpoint.url, endpoint.region], ['http://all:1', 'eu-west-1']);
  });
});
