import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areOneService, servingPlaces, stsPlace } from '../../../../src/core/plan/sts-place.ts';

const GLOBAL = 'https://sts.amazonaws.com';
const LOCAL = 'http://localhost:4566';

const placesFor = (region: string, url?: string, partition = 'aws'): string[] =>
  servingPlaces({ url, region, partition });

describe('the place of an MFA session is', () => {
  for (const [rule, url, partition, place] of [
    ['the partition for the regional endpoint', undefined, 'aws-cn', 'aws-cn'],
    [
      'the partition for the URL of a regional endpoint',
      'https://sts.eu-west-1.amazonaws.com/',
      'aws',
      'aws',
    ],
    [
      'the partition of the URL rather than of the plan',
      'https://sts.cn-north-1.amazonaws.com.cn',
      'aws',
      'aws-cn',
    ],
    [
      'the partition for a FIPS dual-stack URL',
      'https://sts-fips.us-gov-west-1.api.aws',
      'aws',
      'aws-us-gov',
    ],
    ['the global endpoint for its URL', `${GLOBAL}/`, 'aws', GLOBAL],
    ['the URL for a custom endpoint', LOCAL, 'aws', LOCAL],
    [
      'the URL for a host that only begins like a regional endpoint',
      'https://sts.eu-west-1.amazonaws.com.evil.example',
      'aws',
      'https://sts.eu-west-1.amazonaws.com.evil.example',
    ],
  ] as const)
    it(rule, () => assert.equal(stsPlace(url, partition), place));
});

describe('the places whose MFA sessions are valid', () => {
  for (const [rule, found, places] of [
    [
      'at the global endpoint: global and regional endpoints',
      placesFor('us-east-1', GLOBAL),
      [GLOBAL, 'aws'],
    ],
    [
      'in a region that is enabled by default: regional and global endpoints',
      placesFor('eu-west-1'),
      ['aws', GLOBAL],
    ],
    ['in an opt-in region: regional endpoints only', placesFor('af-south-1'), ['aws']],
    [
      'at the URL of an opt-in region: regional endpoints only, whatever the profile’s region',
      placesFor('eu-west-1', 'https://sts.af-south-1.amazonaws.com'),
      ['aws'],
    ],
    ['in another partition: that partition only', placesFor('cn-north-1', undefined, 'aws-cn'), ['aws-cn']],
    ['at a custom endpoint: that endpoint only', placesFor('eu-west-1', LOCAL), [LOCAL]],
  ] as const)
    it(rule, () => assert.deepEqual(found, places));
});

describe('a session in a managed section is replaced', () => {
  it('by a session of the global, a regional or the same custom endpoint', () => {
    assert.equal(areOneService('aws', GLOBAL), true);
    assert.equal(areOneService(LOCAL, LOCAL), true);
  });

  it('not by a session of another service or partition', () => {
    assert.equal(areOneService('aws', LOCAL), false);
    assert.equal(areOneService(GLOBAL, 'aws-cn'), false);
  });
});
