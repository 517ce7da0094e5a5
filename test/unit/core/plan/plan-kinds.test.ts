import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const outline = (config: string, credentials = ''): string =>
  planOutline(planFor(profilesFrom(config, credentials), 'dev', {}));

const SSO = 'sso_session=corp\nsso_account_id=111122223333\nsso_role_name=Admin\n';
const KEYS = 'aws_access_key_id=AKIACONFIG\naws_secret_access_key=secret\n';
const PROCESS = 'credential_process=helper\n';
const LOGIN = 'login_session=arn:aws:iam::111122223333:user/alice\n';

/** The order of botocore's ProfileProviderBuilder.providers. */
const kinds: readonly (readonly [rule: string, config: string, credentials: string, outline: string])[] = [
  ['keys in the credentials file', '', keysOf('dev'), 'static dev @credentials:2'],
  ['keys in the config file', KEYS, '', 'static dev @config:2'],
  ['a process', PROCESS, '', 'process dev @config:2'],
  ['an aws login session', LOGIN, '', 'login dev @config:2'],
  ['Identity Center with a session section', SSO, '', 'sso dev @config:2'],
  [
    'Identity Center with sso_start_url',
    'sso_account_id=111122223333\nsso_start_url=https://x\n',
    '',
    'sso dev @config:3',
  ],
  [
    'keys rather than an sso_session without an account, which provides tokens only',
    'sso_session=corp\n',
    keysOf('dev'),
    'static dev @credentials:2',
  ],
  ['Identity Center comes before keys', SSO, keysOf('dev'), 'sso dev @config:2'],
  ['keys in the credentials file come before a login', LOGIN, keysOf('dev'), 'static dev @credentials:2'],
  ['keys in the credentials file come before a process', PROCESS, keysOf('dev'), 'static dev @credentials:2'],
  [
    'keys in the credentials file come before a process in the same section',
    '',
    `${keysOf('dev')}${PROCESS}`,
    'static dev @credentials:2',
  ],
  ['a login comes before a process', PROCESS + LOGIN, '', 'login dev @config:3'],
  ['a process comes before keys in the config file', KEYS + PROCESS, '', 'process dev @config:4'],
  ['a login comes before keys in the config file', KEYS + LOGIN, '', 'login dev @config:4'],
  [
    'a process in the credentials file comes before keys in the config file',
    KEYS,
    `[dev]\n${PROCESS}`,
    'process dev @credentials:2',
  ],
];

describe("the source of a profile without a role follows botocore's order:", () => {
  for (const [rule, config, credentials, expected] of kinds)
    it(rule, () => assert.equal(outline(`[profile dev]\n${config}`, credentials), expected));

  it('also for a source profile', () => {
    const config = `${roleOf('dev', 'source_profile=base')}[profile base]\n${SSO}`;
    assert.equal(outline(config, keysOf('base')), 'sso base @config:5 > dev 3600');
  });
});

const sources: readonly (readonly [rule: string, lines: string[], outline: string])[] = [
  [
    'Environment',
    ['credential_source=Environment'],
    'environment dev @config:3 > if-refused 43200 > dev 3600',
  ],
  ['Ec2InstanceMetadata', ['credential_source=Ec2InstanceMetadata'], 'instance dev @config:3 > dev 3600'],
  ['EcsContainer', ['credential_source=EcsContainer'], 'container dev @config:3 > dev 3600'],
  [
    'a credential_source in any case, as in botocore',
    ['credential_source=ecscontainer'],
    'container dev @config:3 > dev 3600',
  ],
  ['a web identity token file', ['web_identity_token_file=/t'], 'web-identity dev @config:3 > dev 3600'],
  [
    'a web identity token file rather than a source profile, as in botocore',
    ['source_profile=default', 'web_identity_token_file=/t'],
    'web-identity dev @config:4 > dev 3600',
  ],
];

describe('the source of a role is', () => {
  for (const [rule, lines, expected] of sources)
    it(rule, () => assert.equal(outline(roleOf('dev', ...lines), keysOf('default')), expected));

  it('the credential source of the last profile in its chain', () => {
    const config = roleOf('dev', 'source_profile=hub') + roleOf('hub', 'credential_source=EcsContainer');
    assert.equal(outline(config), 'container hub @config:6 > hub 3600 > dev 3600');
  });
});
