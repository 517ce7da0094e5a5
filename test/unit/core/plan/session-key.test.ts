import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mfaSessionKey, roleSessionKey, type SessionKey } from '../../../../src/core/plan/session-key.ts';
import { stsPlace } from '../../../../src/core/plan/sts-place.ts';
import type { Endpoint } from '../../../../src/core/plan/types.ts';

const ENDPOINT: Endpoint = {
  url: undefined,
  urlFrom: undefined,
  region: 'us-east-1',
  regionFrom: 'config:1',
  partition: 'aws',
  useFips: false,
  useDualstack: false,
  fipsFrom: undefined,
  dualstackFrom: undefined,
};
const LOCAL = { ...ENDPOINT, url: 'http://localhost:4566' };

type Role = Parameters<typeof roleSessionKey>[1];
const ROLE: Role = {
  roleArn: 'arn:aws:iam::111122223333:role/dev',
  roleSessionName: undefined,
  externalId: undefined,
  sourceIdentity: undefined,
  durationSeconds: 3600,
};
const role = (change: Partial<Role> = {}, parent = 'key AKIAALICE', endpoint = ENDPOINT): string =>
  roleSessionKey(parent, { ...ROLE, ...change }, endpoint).identity;

describe('the key of a role session', () => {
  const keys: readonly (readonly [what: string, identity: string])[] = [
    ['nothing', role()],
    ['the keys that sign', role({}, 'key AKIABOB')],
    ['the role', role({ roleArn: 'arn:aws:iam::111122223333:role/prod' })],
    ['the session name', role({ roleSessionName: 'x' })],
    ['the external ID', role({ externalId: 'x' })],
    ['the source identity', role({ sourceIdentity: 'x' })],
    ['the duration', role({ durationSeconds: 900 })],
    ['the partition', role({}, undefined, { ...ENDPOINT, partition: 'aws-cn' })],
    ['the endpoint', role({}, undefined, LOCAL)],
    ['a pair of texts', role({ roleSessionName: 'x', externalId: 'y' })],
    ['the order of a pair of texts', role({ roleSessionName: 'y', externalId: 'x' })],
    ['a text that reads like an absent value', role({ externalId: 'null' })],
    ['a text that reads like two parameters', role({ roleSessionName: 'x"]\n["external ID","y' })],
  ];
  for (const [what, identity] of keys.slice(1))
    it(`differs with ${what}`, () => assert.equal(keys.filter(([, other]) => other === identity).length, 1));

  it('does not depend on the region', () => {
    assert.equal(role({}, undefined, { ...ENDPOINT, region: 'eu-west-1', regionFrom: '--region' }), role());
  });
});

describe('the key of a role session behind another role', () => {
  /** The key of the last of `length` roles, each behind the one before. */
  const keyBehind = (length: number, externalId?: string): SessionKey => {
    let key = roleSessionKey('key AKIAALICE', { ...ROLE, externalId }, ENDPOINT);
    for (let hop = 1; hop < length; hop++) key = roleSessionKey(key, ROLE, ENDPOINT);
    return key;
  };

  it('differs with the number of roles and with every parameter of a role before it', () => {
    const identities = [keyBehind(1), keyBehind(2), keyBehind(3), keyBehind(3, 'x')].map(key => key.identity);
    assert.equal(new Set(identities).size, 4);
  });

  it('differs from the key of a role behind a source whose identity is that text', () => {
    const behindRole = roleSessionKey(keyBehind(1), ROLE, ENDPOINT);
    const behindSource = roleSessionKey(keyBehind(1).identity, ROLE, ENDPOINT);
    assert.notEqual(behindRole.identity, behindSource.identity);
  });

  it('grows by the same length with each role', () => {
    const length = (roles: number): number => keyBehind(roles).identity.length;
    const growth = length(2) - length(1);
    assert.equal(length(64), length(1) + 63 * growth);
  });
});

describe('the key of an MFA session', () => {
  const mfa = (source: string, serial: string, { url, partition } = ENDPOINT): string =>
    mfaSessionKey(source, serial, stsPlace(url, partition)).identity;

  it('differs per source, device and service', () => {
    const keys = [
      mfa('key A', 'device'),
      mfa('key B', 'device'),
      mfa('key A', 'other'),
      mfa('key A', 'device', LOCAL),
      mfa('key A', 'device', { ...ENDPOINT, partition: 'aws-cn' }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it('does not depend on the region', () => {
    assert.equal(mfa('key A', 'device', { ...ENDPOINT, region: 'eu-west-1' }), mfa('key A', 'device'));
    assert.equal(mfa('key A', 'device', { ...LOCAL, region: 'eu-west-1' }), mfa('key A', 'device', LOCAL));
  });

  it('has another kind than the key of a role session', () => {
    assert.deepEqual(
      [mfaSessionKey('a', 'b', 'aws').kind, roleSessionKey('a', ROLE, ENDPOINT).kind],
      ['mfa', 'role'],
    );
  });
});
