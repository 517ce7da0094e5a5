import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areOneService, servingPlaces, stsPlace } from '../../../../src/core/plan/sts-place.ts';

const GLOBAL = 'https://sts.amazonaws.com';
const LOCAL = 'http://localhost:4566';

const at = (region: string, url?: string, partition = 'aws'): string[] =>
  servingPlaces({ url, region, partition });

describe('an MFA session is made', () => {
  for (const [rule, url, partition, place] of [
    ['in its partition, whatever the region', undefined, 'aws-cn', 'aws-cn'],
    [
      'in its partition by a regional endpoint that was written down',
      'https://sts.eu-west-1.amazonaws.com/',
      'aws',
      'aws',
    ],
    ['in the partition of a regional endpoint', 'https://sts.cn-north-1.amazonaws.com.cn', 'aws', 'aws-cn'],
    [
      'in its partition by FIPS and dual-stack',
      'https://sts-fips.us-gov-west-1.api.aws',
      'aws',
      'aws-us-gov',
    ],
    ['at the global endpoint', `${GLOBAL}/`, 'aws', GLOBAL],
    ['at an endpoint that is not AWS’s own', LOCAL, 'aws', LOCAL],
    [
      'at a host that only looks like AWS’s',
      'https://sts.eu-west-1.amazonaws.com.evil.example',
      'aws',
      'https://sts.eu-west-1.amazonaws.com.evil.example',
    ],
  ] as const)
    it(rule, () => assert.equal(stsPlace(url, partition), place));
});

describe('an MFA session serves', () => {
  for (const [rule, found, places] of [
    ['at the global endpoint, wherever AWS made it', at('us-east-1', GLOBAL), [GLOBAL, 'aws']],
    ['in a region that is on by default, wherever AWS made it', at('eu-west-1'), ['aws', GLOBAL]],
    ['in an opt-in region only when a regional endpoint made it', at('af-south-1'), ['aws']],
    [
      'where a written endpoint is, not where the profile’s region is',
      at('eu-west-1', 'https://sts.af-south-1.amazonaws.com'),
      ['aws'],
    ],
    ['in its own partition only', at('cn-north-1', undefined, 'aws-cn'), ['aws-cn']],
    ['at the very endpoint that is not AWS’s own', at('eu-west-1', LOCAL), [LOCAL]],
  ] as const)
    it(rule, () => assert.deepEqual(found, places));
});

describe('a section is brought up to date', () => {
  it('by every session of AWS’s own endpoints', () => {
    assert.equal(areOneService('aws', GLOBAL), true);
    assert.equal(areOneService(LOCAL, LOCAL), true);
  });

  it('by none of another service or partition', () => {
    assert.equal(areOneService('aws', LOCAL), false);
    assert.equal(areOneService(GLOBAL, 'aws-cn'), false);
  });
});
