import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../../src/core/environment/environment.ts';
import { shellState } from '../../../../src/core/environment/shell-state.ts';

const NOW = 1_795_521_600_000;
const ACTIVE = {
  AWSROLE_PROFILE: 'dev',
  AWSROLE_ACCOUNT_ID: '111122223333',
  AWSROLE_ROLE_ARN: 'arn:aws:iam::111122223333:role/dev',
  AWSROLE_EXPIRES: '1795525200',
  AWSROLE_KEY: 'ASIADEV',
  AWS_ACCESS_KEY_ID: 'ASIADEV',
  AWS_REGION: 'eu-west-1',
};

describe('the state of a shell', () => {
  it('is what use has set', () => {
    assert.deepEqual(shellState(ACTIVE, NOW), {
      profile: 'dev',
      account: '111122223333',
      roleArn: 'arn:aws:iam::111122223333:role/dev',
      region: 'eu-west-1',
      accessKeyId: 'ASIADEV',
      expiresAt: NOW + 3_600_000,
      left: 3_600_000,
      warnings: [],
    });
  });

  it('is nothing where nothing is set, empty values included', () => {
    const empty = Object.fromEntries(Object.keys(ACTIVE).map(name => [name, '']));
    for (const env of [{}, empty])
      assert.deepEqual(
        Object.values(shellState(env, NOW)).filter(value => value !== undefined),
        [[]],
      );
  });

  it('has less than nothing left once it has expired', () => {
    assert.equal(shellState(ACTIVE, NOW + 3_660_000).left, -60_000);
  });

  it('AWS_DEFAULT_REGION is the region where AWS_REGION is not set', () => {
    assert.equal(shellState({ AWS_DEFAULT_REGION: 'us-east-2' }, NOW).region, 'us-east-2');
  });

  for (const text of ['soon', '1.5', 'Infinity', '9007199254740991'])
    it(`AWSROLE_EXPIRES=${text} is no instant`, () => {
      const { expiresAt, left } = shellState({ ...ACTIVE, AWSROLE_EXPIRES: text }, NOW);
      assert.deepEqual([expiresAt, left], [undefined, undefined]);
    });
});

const warnings: readonly (readonly [rule: string, env: Environment, warning: string])[] = [
  [
    'other keys under an active profile',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: 'AKIABOB' },
    "AWS_ACCESS_KEY_ID is no longer the one awsrole set for 'dev': these keys belong to somebody else; `awsrole dev` sets its own again, `awsrole clear` takes all out",
  ],
  [
    'no keys under an active profile',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: undefined },
    "the keys of 'dev' were taken out of this shell: the AWS tools use something else",
  ],
  [
    'an active profile in whose shell nothing of its keys is left',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: undefined, AWSROLE_KEY: undefined },
    "the keys of 'dev' were taken out of this shell: the AWS tools use something else",
  ],
  [
    'keys that awsrole did not set',
    { AWS_ACCESS_KEY_ID: 'AKIABOB' },
    'AWS_ACCESS_KEY_ID is set, and not by awsrole',
  ],
  [
    'AWS_PROFILE without keys',
    { AWS_PROFILE: 'uat' },
    "AWS_PROFILE is set ('uat'): the AWS tools use that profile",
  ],
  [
    'AWS_PROFILE beside keys',
    { ...ACTIVE, AWS_PROFILE: 'uat' },
    "AWS_PROFILE is set ('uat'): some SDKs take it before the keys in this shell; unset it",
  ],
  [
    'AWS_DEFAULT_PROFILE beside keys, under its own name',
    { ...ACTIVE, AWS_DEFAULT_PROFILE: 'uat' },
    "AWS_DEFAULT_PROFILE is set ('uat'): some SDKs take it before the keys in this shell; unset it",
  ],
  [
    'an empty AWS_PROFILE, which is not the same as none',
    { ...ACTIVE, AWS_PROFILE: '' },
    "AWS_PROFILE is set (''): some SDKs take it before the keys in this shell; unset it",
  ],
  [
    'an old token that botocore would take',
    { ...ACTIVE, AWS_SECURITY_TOKEN: 'x' },
    'AWS_SECURITY_TOKEN is set: botocore takes it before AWS_SESSION_TOKEN; unset it',
  ],
];

describe('a warning is given for', () => {
  for (const [rule, env, warning] of warnings)
    it(rule, () => assert.deepEqual(shellState(env, NOW).warnings, [warning]));
});
