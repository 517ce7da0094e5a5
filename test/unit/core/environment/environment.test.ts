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
const KEYS: Activation = {
  ...ROLE,
  profile: 'default',
  credentials: { accessKeyId: 'AKIAALICE', secretAccessKey: 'secret' },
  roleArn: undefined,
};

/** What must go whoever set it: it would outrank or contradict the new keys. */
const LEFTOVERS = [
  'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN AWS_SESSION_EXPIRATION',
  'AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE',
  'SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN',
  'AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME',
  'GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWSROLE_RESOLVING',
].flatMap(line => line.split(' '));

/** What awsrole sets for a role, apart from the regions. */
const OWN = [
  'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWSROLE_PROFILE',
  'AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_COLOR AWSROLE_KEY AWSROLE_REGION AWSROLE_PREVIOUS',
  'AWSUME_PROFILE',
].flatMap(line => line.split(' '));

const removedBy = (changes: readonly EnvChange[]): string[] =>
  changes.flatMap(({ name, value }) => (value === null ? [name] : [])).sort();
const setBy = (changes: readonly EnvChange[]): Record<string, string> =>
  Object.fromEntries(changes.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
const use = (env: Environment, ...activations: Activation[]): Environment =>
  activations.reduce<Environment>((before, next) => applyChanges(before, activate(next, before)), env);
const clear = (env: Environment): Environment => applyChanges(env, deactivate(env));

describe('use', () => {
  it('sets exactly the variables of the contract for a role', () => {
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

  it('removes exactly the leftovers and what this role does not have, seen by this process or not', () => {
    const expected = [...LEFTOVERS, 'AWSROLE_PREVIOUS'].sort();
    assert.deepEqual(removedBy(activate(ROLE, {})), expected);
    const inherited = Object.fromEntries(LEFTOVERS.map(name => [name, 'x']));
    assert.deepEqual(removedBy(activate(ROLE, inherited)), expected);
  });

  it('removes before it sets, each name once', () => {
    const changes = activate(ROLE, use({}, PROD));
    const firstSet = changes.findIndex(({ value }) => value !== null);
    assert.ok(changes.slice(firstSet).every(({ value }) => value !== null));
    assert.equal(new Set(changes.map(({ name }) => name)).size, changes.length);
  });

  it('of long-term keys takes away the token and the end of the last role', () => {
    const removed = removedBy(activate(KEYS, use({}, ROLE)));
    for (const name of [
      'AWS_SESSION_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWSROLE_EXPIRES',
      'AWSROLE_ROLE_ARN',
    ])
      assert.ok(removed.includes(name), name);
    assert.equal(use({}, ROLE, KEYS)['AWS_ACCESS_KEY_ID'], 'AKIAALICE');
  });

  it('twice is the same as once', () => {
    assert.deepEqual(use({}, ROLE, ROLE), use({}, ROLE));
    const env = { AWS_REGION: 'us-west-2', AWS_VAULT: 'x' };
    assert.deepEqual(use(env, PROD, ROLE, ROLE), use(env, PROD, ROLE));
  });

  it('leaves everything else alone', () => {
    assert.equal(use({ PATH: '/bin', AWS_CONFIG_FILE: '/c', AWS_ENDPOINT_URL: 'x' }, ROLE)['PATH'], '/bin');
    assert.equal(use({ AWS_CONFIG_FILE: '/c' }, ROLE)['AWS_CONFIG_FILE'], '/c');
    assert.equal(use({ AWS_ENDPOINT_URL: 'x' }, ROLE)['AWS_ENDPOINT_URL'], 'x');
  });

  it('touches managed names only, and no name is listed twice', () => {
    for (const { name } of [...activate(ROLE, {}), ...activate(KEYS, use({}, ROLE, PROD))])
      assert.ok(MANAGED_NAMES.includes(name), name);
    assert.deepEqual(
      [...MANAGED_NAMES].sort(),
      [...OWN, ...LEFTOVERS, 'AWS_REGION', 'AWS_DEFAULT_REGION'].sort(),
    );
  });
});

describe('the previous profile', () => {
  it('is the one that was active before, as for cd -', () => {
    assert.equal(use({}, ROLE)['AWSROLE_PREVIOUS'], undefined);
    assert.equal(use({}, ROLE, PROD)['AWSROLE_PREVIOUS'], 'dev');
    assert.equal(use({}, ROLE, PROD, ROLE)['AWSROLE_PREVIOUS'], 'prod');
  });

  it('stays when the same profile is used again', () => {
    assert.equal(use({}, ROLE, PROD, PROD)['AWSROLE_PREVIOUS'], 'dev');
  });

  it('is forgotten by clear', () => {
    assert.equal(clear(use({}, ROLE, PROD))['AWSROLE_PREVIOUS'], undefined);
  });
});

describe('the region', () => {
  const inherited = (env: Environment): Activation => {
    const region = shellRegion(env);
    return { ...PROD, region: region && { value: region.value, own: false } };
  };

  it("of the shell stays the shell's, under the names that a person gave it", () => {
    for (const env of [
      { AWS_REGION: 'us-west-2' },
      { AWS_DEFAULT_REGION: 'us-west-2' },
      { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' },
    ]) {
      const after = use(env, inherited(env));
      assert.deepEqual({ ...after, ...env }, after);
      assert.equal(after['AWSROLE_REGION'], undefined);
      assert.deepEqual(clear(after), env);
    }
  });

  it('of a profile goes with the profile', () => {
    const after = use({}, ROLE);
    assert.equal(shellRegion(after), undefined);
    const next = use(after, inherited(after));
    assert.deepEqual([next['AWS_REGION'], next['AWS_DEFAULT_REGION']], [undefined, undefined]);
  });

  it('that a person changed after use is theirs, and clear leaves it', () => {
    const changed = { ...use({}, ROLE), AWS_REGION: 'sa-east-1' };
    assert.deepEqual(shellRegion(changed), { value: 'sa-east-1', name: 'AWS_REGION' });
    assert.deepEqual(clear(changed), { AWS_REGION: 'sa-east-1' });
  });

  it('AWS_DEFAULT_REGION counts when AWS_REGION is empty or ours', () => {
    const wish = { value: 'us-east-2', name: 'AWS_DEFAULT_REGION' };
    assert.deepEqual(shellRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }), wish);
    assert.deepEqual(shellRegion({ ...use({}, ROLE), AWS_DEFAULT_REGION: 'us-east-2' }), wish);
  });
});

describe('clear', () => {
  it('removes exactly what use sets, and the leftovers', () => {
    assert.deepEqual(removedBy(deactivate({})), [...OWN, ...LEFTOVERS].sort());
    assert.deepEqual(setBy(deactivate(use({}, ROLE))), {});
    assert.deepEqual(
      removedBy(deactivate(use({}, ROLE))),
      [...OWN, ...LEFTOVERS, 'AWS_REGION', 'AWS_DEFAULT_REGION'].sort(),
    );
  });

  for (const [what, ...activations] of [
    ['a role', ROLE],
    ['long-term keys', KEYS],
    ['a role without a region', PROD],
    ['one after the other', PROD, ROLE, KEYS, ROLE],
  ] as const)
    it(`after ${what} leaves the shell as it was, and nothing of ours`, () => {
      const shell = { PATH: '/bin', AWS_CONFIG_FILE: '/c' };
      assert.deepEqual(clear(use(shell, ...activations)), shell);
    });

  it("in a shell that has nothing active leaves the person's own region", () => {
    const shell = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2' };
    assert.deepEqual(clear(shell), shell);
  });
});

describe('changes applied to an environment', () => {
  it('leave the original as it was', () => {
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
