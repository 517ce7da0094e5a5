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

const SET_BY_AWSROLE = {
  AWS_REGION: 'us-west-2',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWSROLE_REGION: 'us-west-2',
};

interface RegionRow {
  readonly rule: string;
  readonly config?: string;
  readonly env?: Environment;
  readonly options?: PlanOptions;
  /** value, place, and whether the profile or an option set it */
  readonly region: readonly [string, string, boolean] | undefined;
  /** signing region and its place */
  readonly signing: readonly [string, string];
}

const DEFAULT = "the partition's default";

const regions: readonly RegionRow[] = [
  {
    rule: '--region overrides the profile and the shell',
    config: direct('region=eu-west-1'),
    env: { AWS_REGION: 'us-west-2' },
    options: { region: 'ap-south-1' },
    region: ['ap-south-1', '--region', true],
    signing: ['ap-south-1', '--region'],
  },
  {
    rule: "the profile's region overrides the shell's",
    config: direct('region=eu-west-1'),
    env: { AWS_REGION: 'us-west-2' },
    region: ['eu-west-1', 'config:4', true],
    signing: ['eu-west-1', 'config:4'],
  },
  {
    rule: "a profile without a region uses the shell's AWS_REGION, which remains the shell's",
    env: { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' },
    region: ['us-west-2', 'AWS_REGION', false],
    signing: ['us-west-2', 'AWS_REGION'],
  },
  {
    rule: 'a profile without a region uses AWS_DEFAULT_REGION when AWS_REGION is empty',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' },
    region: ['us-east-2', 'AWS_DEFAULT_REGION', false],
    signing: ['us-east-2', 'AWS_DEFAULT_REGION'],
  },
  {
    rule: 'a region that awsrole set for the active profile is ignored',
    env: SET_BY_AWSROLE,
    region: undefined,
    signing: ['us-east-1', DEFAULT],
  },
  {
    rule: 'a region that the user set after awsrole is used',
    env: { ...SET_BY_AWSROLE, AWS_REGION: 'sa-east-1' },
    region: ['sa-east-1', 'AWS_REGION', false],
    signing: ['sa-east-1', 'AWS_REGION'],
  },
  {
    rule: 'the region of the source profile is ignored, as in the AWS CLI',
    config: `${direct()}[default]\nregion=eu-west-1\n`,
    region: undefined,
    signing: ['us-east-1', DEFAULT],
  },
  {
    rule: 'a role in China is called in China when no region is set',
    config: inPartition('aws-cn'),
    region: undefined,
    signing: ['cn-northwest-1', DEFAULT],
  },
  {
    rule: 'a role in GovCloud is called in GovCloud when no region is set',
    config: inPartition('aws-us-gov'),
    region: undefined,
    signing: ['us-gov-west-1', DEFAULT],
  },
  {
    rule: "a region of the role's partition is the signing region",
    config: inPartition('aws-cn', 'region=cn-north-1'),
    region: ['cn-north-1', 'config:4', true],
    signing: ['cn-north-1', 'config:4'],
  },
  {
    rule: 'a region of another partition stays the shell’s region and is not the signing region',
    config: inPartition('aws-us-gov'),
    env: { AWS_REGION: 'eu-west-1' },
    region: ['eu-west-1', 'AWS_REGION', false],
    signing: ['us-gov-west-1', DEFAULT],
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

  it('of a profile without a role determines the partition', () => {
    const keys = `${keysOf('dev')}region=cn-north-1\n`;
    assert.equal(planFor(profilesFrom('', keys), 'dev', {}).endpoint.partition, 'aws-cn');
  });
});

describe('an invalid region', () => {
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
    it(`is refused with its file and line: ${value}`, () =>
      assert.throws(() => plan(direct(`region=${value}`)), {
        name: 'AwsroleError',
        exitCode: 1,
        message: `profile 'dev': region = ${value} (config:4) is not a region`,
        hints: [`write for example region = eu-west-1: ${HINT}`],
      }));

  it('is refused with the name of its variable', () =>
    assert.throws(() => plan(direct(), { AWS_DEFAULT_REGION: 'eu-west-1 ' }), {
      name: 'AwsroleError',
      message: "AWS_DEFAULT_REGION: 'eu-west-1 ' is not a region",
      hints: [`set for example AWS_DEFAULT_REGION=eu-west-1 (${HINT}), or unset it`],
    }));

  it('is ignored when another place overrides it', () => {
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

  it('come from the environment, separately for STS and IAM', () => {
    const env = { AWS_ENDPOINT_URL_STS: 'http://sts:1', AWS_ENDPOINT_URL_IAM: 'http://iam:2' };
    assert.deepEqual(urls(plan(direct(), env)), ['http://sts:1', 'AWS_ENDPOINT_URL_STS', 'http://iam:2']);
  });

  it('come from the services section that the requested profile names', () => {
    const config = `${direct('services=local')}[services local]\nsts =\n  endpoint_url = http://sts:1\n`;
    assert.deepEqual(urls(plan(config)), ['http://sts:1', 'config:7', undefined]);
  });

  it('come from the requested profile, not from its source profile', () => {
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

  it('are signed for the region of the profile', () => {
    const found = plan(direct('endpoint_url=http://all:1', 'region=eu-west-1'));
    assert.equal(found.endpoint.region, 'eu-west-1');
  });

  it('are ignored when AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.deepEqual(urls(plan(direct('endpoint_url=http://all:2'), env)), [undefined, undefined, undefined]);
  });
});

describe('ca_bundle', () => {
  it('comes from the requested profile, not from its source profile', () => {
    const { caBundle } = plan(direct('ca_bundle=~/ca.pem'));
    assert.deepEqual([caBundle?.value, caBundle?.line], ['~/ca.pem', 4]);
    assert.equal(plan(`${direct()}[default]\nca_bundle=/ca.pem\n`).caBundle, undefined);
  });
});

describe('the legacy global endpoint', () => {
  const config = direct('region=eu-west-1', 'sts_regional_endpoints=legacy');
  it('is used with sts_regional_endpoints = legacy and signed for us-east-1; the shell keeps its region', () => {
    const { endpoint, region } = plan(config);
    assert.deepEqual(
      [endpoint.url, endpoint.urlFrom, endpoint.region, endpoint.regionFrom, region?.value],
      ['https://sts.amazonaws.com', 'config:5', 'us-east-1', 'config:5', 'eu-west-1'],
    );
  });

  it('is overridden by a custom endpoint, which is signed for the profile’s region', () => {
    const { endpoint } = plan(config, { AWS_ENDPOINT_URL: 'http://all:1' });
    assert.deepEqual([endpoint.url, endpoint.region], ['http://all:1', 'eu-west-1']);
  });
});
