import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../../src/core/environment/environment.ts';
import { shellState } from '../../../../src/core/environment/shell-state.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { isSessionOf } from '../../../../src/core/report/active.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const isOf = (env: Environment, config: string, sourceAccount?: string): boolean => {
  const profiles = profilesFrom(config, keysOf('default'));
  const state = shellState({ AWSROLE_PROFILE: 'dev', ...env }, 0);
  const name = profiles.byName.has('dev') ? 'dev' : 'default';
  return isSessionOf(state, profiles.byName.get(name), planFor(profiles, name, {}), sourceAccount);
};

const DEV = { AWSROLE_ROLE_ARN: 'arn:aws:iam::111122223333:role/dev', AWSROLE_ACCOUNT_ID: '111122223333' };
const DEV_CONFIG = roleOf('dev', 'source_profile=default');
const OTHER_ACCOUNT = DEV_CONFIG.replace('111122223333', '999922223333');
const OTHER_ROLE = DEV_CONFIG.replace('role/dev', 'role/admin');

describe('the session of a shell', () => {
  for (const [what, env, config, account] of [
    ['with the role of the profile', DEV, DEV_CONFIG, undefined],
    ['with the role, by another source profile', DEV, `${DEV_CONFIG}region=eu-west-1\n`, undefined],
    ['that nothing identifies', {}, DEV_CONFIG, undefined],
    ['with the account of the keys', { AWSROLE_ACCOUNT_ID: '111122223333' }, '', '111122223333'],
    ['with the keys of the section', { AWS_ACCESS_KEY_ID: 'AKIAALICE' }, '', undefined],
  ] as const)
    it(`belongs to the profile: ${what}`, () => assert.equal(isOf(env, config, account), true));

  for (const [what, env, config, account] of [
    ['with a role of another account', DEV, OTHER_ACCOUNT, undefined],
    ['with another role of the account', DEV, OTHER_ROLE, undefined],
    ['with a role, when the profile has keys now', DEV, '', undefined],
    [
      'with keys, when the profile has a role now',
      { AWSROLE_ACCOUNT_ID: '111122223333' },
      DEV_CONFIG,
      undefined,
    ],
    ['with another account than the keys', { AWSROLE_ACCOUNT_ID: '222222222222' }, '', '111122223333'],
    ['with other keys than the section', { AWS_ACCESS_KEY_ID: 'AKIABOB' }, '', undefined],
  ] as const)
    it(`does not belong to the profile: ${what}`, () => assert.equal(isOf(env, config, account), false));
});
