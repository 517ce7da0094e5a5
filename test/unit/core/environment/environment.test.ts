import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Activation,
  activate,
  applyChanges,
  deactivate,
  type EnvChange,
  type Environment,
  MANAGED_NAMES,
  shellRegion,
} from '../../../../src/core/environment/environment.ts';

const EXPIRES = Date.UTC(2026, 10, 24, 12, 0, 0, 999);

const ROLE: Activation = {
  profile: 'dev',
  credentials: {
    accessKeyId: 'ASIADEV',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiresAt: EXPIRES,
  },
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/dev',
  color: '00ff00',
  region: { value: 'eu-west-1', own: true },
};
const PROD: Activation = { ...ROLE, profile: 'prod', color: undefined, region: undefined };
const UAT: Activation = { ...ROLE, profile: 'uat', region: { value: 'eu-central-1', own: true } };
const KEYS: Activation = {
  ...ROLE,
  profile: 'default',
  credentials: { accessKeyId: 'AKIAALICE', secretAccessKey: 'secret' },
  roleArn: undefined,
};

/** Variables of other tools that override or contradict the new keys. */
const CONFLICTING = [
  'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_PROFILE_REGION AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN',
  'AWS_SESSION_EXPIRATION',
  'AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE',
  'SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN',
  'AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME',
  'GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWSROLE_RESOLVING',
].flatMap(line => line.split(' '));

/** The variables of awsrole except the region variables. */
const OWN = [
  'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWSROLE_PROFILE',
  'AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_CLOCK AWSROLE_COLOR AWSROLE_KEY AWSROLE_REGION AWSROLE_PREVIOUS',
  'AWSROLE_SAVED_REGION AWSROLE_SAVED_DEFAULT_REGION AWSUME_PROFILE',
].flatMap(line => line.split(' '));

const unsetBy = (changes: readonly EnvChange[]): string[] =>
  changes.flatMap(({ name, value }) => (value === null ? [name] : [])).sort();
const setBy = (changes: readonly EnvChange[]): Record<string, string> =>
  Object.fromEntries(changes.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
const use = (env: Environment, ...activations: Activation[]): Environment =>
  activations.reduce<Environment>((before, next) => applyChanges(before, activate(next, before)), env);
const clear = (env: Environment): Environment => applyChanges(env, deactivate(env));

describe('use', () => {
  it('sets exactly the documented variables for a role', () => {
    assert.deepEqual(setBy(activate(ROLE, {})), {
      AWS_ACCESS_KEY_ID: 'ASIADEV',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_CREDENTIAL_EXPIRATION: '2026-11-24T12:00:00Z',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWSROLE_PROFILE: 'dev',
      AWSROLE_ACCOUNT_ID: '111122223333',
      AWSROLE_ROLE_ARN: 'arn:aws:iam::111122223333:role/dev',
      AWSROLE_EXPIRES: '1795521600',
      AWSROLE_COLOR: '00ff00',
      AWSROLE_KEY: 'ASIADEV',
      AWSROLE_REGION: 'eu-west-1',
      AWSUME_PROFILE: 'dev',
    });
  });

  it('unsets exactly the conflicting variables and those of another shell, whether or not the environment has them', () => {
    const ofShell = [
      'AWSROLE_SAVED_REGION',
      'AWSROLE_SAVED_DEFAULT_REGION',
      'AWSROLE_PREVIOUS',
      'AWSROLE_CLOCK',
    ];
    const expected = [...CONFLICTING, ...ofShell].sort();
    assert.deepEqual(unsetBy(activate(ROLE, {})), expected);
    const inherited = Object.fromEntries(CONFLICTING.map(name => [name, 'x']));
    assert.deepEqual(unsetBy(activate(ROLE, inherited)), expected);
  });

  it('sets AWSROLE_CLOCK only while the clock of this machine is wrong', () => {
    const clock = { offset: -7_200, startedAt: 1_795_000_000 };
    const wrong = { ...ROLE, clock };
    assert.equal(setBy(activate(wrong, {}))['AWSROLE_CLOCK'], '-7200 1795000000');
    assert.equal(use({}, wrong, ROLE)['AWSROLE_CLOCK'], undefined);
    assert.equal(clear(use({}, wrong))['AWSROLE_CLOCK'], undefined);
  });

  it('unsets variables before it sets any, and changes each variable once', () => {
    const changes = activate(ROLE, use({}, PROD));
    const firstSet = changes.findIndex(({ value }) => value !== null);
    assert.ok(changes.slice(firstSet).every(({ value }) => value !== null));
    assert.equal(new Set(changes.map(({ name }) => name)).size, changes.length);
  });

  it('unsets the session token, expiration and role ARN of the last role for long-term keys', () => {
    const unset = unsetBy(activate(KEYS, use({}, ROLE)));
    for (const name of [
      'AWS_SESSION_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWSROLE_EXPIRES',
      'AWSROLE_ROLE_ARN',
    ])
      assert.ok(unset.includes(name), name);
    assert.equal(use({}, ROLE, KEYS)['AWS_ACCESS_KEY_ID'], 'AKIAALICE');
  });

  it('has the same result when it is repeated', () => {
    assert.deepEqual(use({}, ROLE, ROLE), use({}, ROLE));
    const env = { AWS_REGION: 'us-west-2', AWS_VAULT: 'x' };
    assert.deepEqual(use(env, PROD, ROLE, ROLE), use(env, PROD, ROLE));
  });

  it('leaves other variables unchanged', () => {
    assert.equal(use({ PATH: '/bin', AWS_CONFIG_FILE: '/c', AWS_ENDPOINT_URL: 'x' }, ROLE)['PATH'], '/bin');
    assert.equal(use({ AWS_CONFIG_FILE: '/c' }, ROLE)['AWS_CONFIG_FILE'], '/c');
    assert.equal(use({ AWS_ENDPOINT_URL: 'x' }, ROLE)['AWS_ENDPOINT_URL'], 'x');
  });

  it('changes only MANAGED_NAMES, which has no duplicates', () => {
    for (const { name } of [...activate(ROLE, {}), ...activate(KEYS, use({}, ROLE, PROD))])
      assert.ok(MANAGED_NAMES.includes(name), name);
    assert.deepEqual(
      [...MANAGED_NAMES].sort(),
      [...OWN, ...CONFLICTING, 'AWS_REGION', 'AWS_DEFAULT_REGION'].sort(),
    );
  });
});

describe('the previous profile', () => {
  it('is the profile that was active before the last use', () => {
    assert.equal(use({}, ROLE)['AWSROLE_PREVIOUS'], undefined);
    assert.equal(use({}, ROLE, PROD)['AWSROLE_PREVIOUS'], 'dev');
    assert.equal(use({}, ROLE, PROD, ROLE)['AWSROLE_PREVIOUS'], 'prod');
  });

  it('stays when the active profile is used again', () => {
    assert.equal(use({}, ROLE, PROD, PROD)['AWSROLE_PREVIOUS'], 'dev');
  });

  it('is the profile that clear deactivated, also after a second clear', () => {
    assert.equal(clear(use({}, ROLE, PROD))['AWSROLE_PREVIOUS'], 'prod');
    assert.equal(clear(clear(use({}, ROLE)))['AWSROLE_PREVIOUS'], 'dev');
    assert.equal(clear({})['AWSROLE_PREVIOUS'], undefined);
  });
});

describe('the region', () => {
  const inherited = (env: Environment): Activation => {
    const region = shellRegion(env);
    return { ...PROD, region: region && { value: region.value, own: false } };
  };

  it('that the user set stays in the same variables, through use and clear', () => {
    for (const env of [
      { AWS_REGION: 'us-west-2' },
      { AWS_DEFAULT_REGION: 'us-west-2' },
      { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' },
    ]) {
      const after = use(env, inherited(env));
      assert.deepEqual({ ...after, ...env }, after);
      assert.equal(after['AWSROLE_REGION'], undefined);
      assert.deepEqual(clear(after), { ...env, AWSROLE_PREVIOUS: 'prod' });
    }
  });

  it('of a profile is unset when the next profile has none', () => {
    const after = use({}, ROLE);
    assert.equal(shellRegion(after), undefined);
    const next = use(after, inherited(after));
    assert.deepEqual([next['AWS_REGION'], next['AWS_DEFAULT_REGION']], [undefined, undefined]);
  });

  it('that the user changes after use is the region of the shell, and clear leaves it', () => {
    const changed = { ...use({}, ROLE), AWS_REGION: 'sa-east-1' };
    assert.deepEqual(shellRegion(changed), { value: 'sa-east-1', name: 'AWS_REGION' });
    assert.deepEqual(clear(changed), { AWS_REGION: 'sa-east-1', AWSROLE_PREVIOUS: 'dev' });
  });

  it('that the user set comes back on clear and under a profile without a region, after any switches', () => {
    for (const env of [
      { AWS_REGION: 'us-west-2' },
      { AWS_DEFAULT_REGION: 'us-west-2' },
      { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' },
      // the region that the profile has too
      { AWS_REGION: 'eu-west-1' },
    ]) {
      const active = use(env, ROLE, UAT, ROLE);
      assert.deepEqual(shellRegion(active), shellRegion(env));
      assert.deepEqual(clear(active), { ...env, AWSROLE_PREVIOUS: 'dev' });
      const without = use(active, inherited(active));
      assert.deepEqual({ ...without, ...env }, without);
      for (const name of ['AWSROLE_SAVED_REGION', 'AWSROLE_SAVED_DEFAULT_REGION'])
        assert.equal(without[name], undefined, name);
    }
  });

  it('that the user sets or unsets under a profile is what comes back', () => {
    const changed = { ...use({ AWS_REGION: 'us-west-2' }, ROLE), AWS_REGION: 'sa-east-1' };
    assert.equal(clear(use(changed, UAT))['AWS_REGION'], 'sa-east-1');
    const unset = applyChanges(use({ AWS_REGION: 'us-west-2' }, ROLE), [{ name: 'AWS_REGION', value: null }]);
    assert.equal(clear(unset)['AWS_REGION'], undefined);
  });

  it('comes from AWS_DEFAULT_REGION when AWS_REGION is empty or set by awsrole', () => {
    const region = { value: 'us-east-2', name: 'AWS_DEFAULT_REGION' };
    assert.deepEqual(shellRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }), region);
    assert.deepEqual(shellRegion({ ...use({}, ROLE), AWS_DEFAULT_REGION: 'us-east-2' }), region);
  });
});

describe('clear', () => {
  it('unsets exactly the variables that use sets and the conflicting variables', () => {
    assert.deepEqual(unsetBy(deactivate({})), [...OWN, ...CONFLICTING].sort());
    assert.deepEqual(setBy(deactivate(use({}, ROLE))), { AWSROLE_PREVIOUS: 'dev' });
    assert.deepEqual(
      unsetBy(deactivate(use({}, ROLE))),
      [...OWN, ...CONFLICTING, 'AWS_REGION', 'AWS_DEFAULT_REGION']
        .filter(name => name !== 'AWSROLE_PREVIOUS')
        .sort(),
    );
  });

  for (const [what, ...activations] of [
    ['a role', ROLE],
    ['long-term keys', KEYS],
    ['a role without a region', PROD],
    ['several profiles', PROD, ROLE, KEYS, ROLE],
  ] as const)
    it(`restores the environment of the shell after ${what}, and adds AWSROLE_PREVIOUS`, () => {
      const shell = { PATH: '/bin', AWS_CONFIG_FILE: '/c' };
      const AWSROLE_PREVIOUS = activations.at(-1)?.profile;
      assert.deepEqual(clear(use(shell, ...activations)), { ...shell, AWSROLE_PREVIOUS });
    });

  it("leaves the user's region when no profile is active", () => {
    const shell = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' };
    assert.deepEqual(clear(shell), shell);
  });
});

describe('applyChanges', () => {
  it('returns a changed copy and does not change the original', () => {
    const before = Object.freeze({ A: '1', B: '2' });
    assert.deepEqual(
      applyChanges(before, [
        { name: 'A', value: null },
        { name: 'C', value: '3' },
      ]),
      { B: '2', C: '3' },
    );
    assert.deepEqual(before, { A: '1', B: '2' });
  });
});
