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
  it('has the values that use set', () => {
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

  it('is empty when the variables are unset or empty', () => {
    const empty = Object.fromEntries(Object.keys(ACTIVE).map(name => [name, '']));
    for (const env of [{}, empty])
      assert.deepEqual(
        Object.values(shellState(env, NOW)).filter(value => value !== undefined),
        [[]],
      );
  });

  it('has a negative time left after the expiration', () => {
    assert.equal(shellState(ACTIVE, NOW + 3_660_000).left, -60_000);
  });

  it('has the region from AWS_DEFAULT_REGION when AWS_REGION is not set', () => {
    assert.equal(shellState({ AWS_DEFAULT_REGION: 'us-east-2' }, NOW).region, 'us-east-2');
  });

  for (const text of ['soon', '1.5', 'Infinity', '9007199254740991'])
    it(`has no expiration when AWSROLE_EXPIRES is ${text}`, () => {
      const { expiresAt, left } = shellState({ ...ACTIVE, AWSROLE_EXPIRES: text }, NOW);
      assert.deepEqual([expiresAt, left], [undefined, undefined]);
    });
});

const warnings: readonly (readonly [condition: string, env: Environment, warning: string])[] = [
  [
    'a profile is active and the keys are not its own',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: 'AKIABOB' },
    "another tool has changed the keys of 'dev' (AWS_ACCESS_KEY_ID); `awsrole dev` sets them again, `awsrole clear` unsets them",
  ],
  [
    'a profile is active and AWS_ACCESS_KEY_ID is unset',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: undefined },
    "the keys of 'dev' are no longer set in this shell: AWS tools use other credentials",
  ],
  [
    'a profile is active and AWS_ACCESS_KEY_ID and AWSROLE_KEY are unset',
    { ...ACTIVE, AWS_ACCESS_KEY_ID: undefined, AWSROLE_KEY: undefined },
    "the keys of 'dev' are no longer set in this shell: AWS tools use other credentials",
  ],
  [
    'no profile is active and AWS_ACCESS_KEY_ID is set',
    { AWS_ACCESS_KEY_ID: 'AKIABOB' },
    'AWS_ACCESS_KEY_ID is set, but not by awsrole',
  ],
  [
    'AWS_PROFILE is set without keys',
    { AWS_PROFILE: 'uat' },
    "AWS_PROFILE is set ('uat'): AWS tools use that profile",
  ],
  [
    'AWS_PROFILE and keys are set',
    { ...ACTIVE, AWS_PROFILE: 'uat' },
    "AWS_PROFILE is set ('uat'): some SDKs prefer it to the keys in this shell; unset it",
  ],
  [
    'AWS_DEFAULT_PROFILE and keys are set',
    { ...ACTIVE, AWS_DEFAULT_PROFILE: 'uat' },
    "AWS_DEFAULT_PROFILE is set ('uat'): some SDKs prefer it to the keys in this shell; unset it",
  ],
  [
    'AWS_PROFILE is set to an empty value',
    { ...ACTIVE, AWS_PROFILE: '' },
    "AWS_PROFILE is set (''): some SDKs prefer it to the keys in this shell; unset it",
  ],
  [
    'AWS_SECURITY_TOKEN is set',
    { ...ACTIVE, AWS_SECURITY_TOKEN: 'x' },
    'AWS_SECURITY_TOKEN is set: botocore prefers it to AWS_SESSION_TOKEN; unset it',
  ],
];

describe('shellState warns when', () => {
  for (const [condition, env, warning] of warnings)
    it(condition, () => assert.deepEqual(shellState(env, NOW).warnings, [warning]));
});
