import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overview } from '../../../../src/core/report/overview.ts';
import { keysOf, managedSection, profilesFrom, roleOf } from '../../../support/profiles.ts';

const KEYS = 'aws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=x\n';

const sources: readonly (readonly [
  what: string,
  config: string,
  credentials: string,
  source: string | undefined,
])[] = [
  ['the source profile of a role', roleOf('a', 'source_profile=default'), '', 'default'],
  ['the credential source of a role', roleOf('a', 'credential_source=EcsContainer'), '', 'EcsContainer'],
  ['the web identity of a role', roleOf('a', 'web_identity_token_file=/t'), '', 'web identity'],
  ['nothing for a role without a source', roleOf('a'), '', undefined],
  ['Identity Center', '[profile a]\nsso_session=corp\nsso_account_id=111122223333\n', '', 'Identity Center'],
  [
    'Identity Center with sso_start_url',
    '[profile a]\nsso_start_url=x\nsso_account_id=111122223333\n',
    '',
    'Identity Center',
  ],
  ['keys', '', keysOf('a'), 'keys'],
  ['session keys', '', `${keysOf('a')}aws_session_token=t\n`, 'session keys'],
  ['an MFA session', '', managedSection('a'), 'MFA session'],
  ['aws login', '[profile a]\nlogin_session=x\n', '', 'aws login'],
  ['a process', '[profile a]\ncredential_process=x\n', '', 'process'],
  [
    'a process rather than keys in the config file',
    `[profile a]\ncredential_process=x\n${KEYS}`,
    '',
    'process',
  ],
  [
    'keys in the credentials file rather than a process',
    '[profile a]\ncredential_process=x\n',
    keysOf('a'),
    'keys',
  ],
  ['aws login rather than keys in the config file', `[profile a]\nlogin_session=x\n${KEYS}`, '', 'aws login'],
  [
    'a process when Identity Center lacks the account',
    '[profile a]\nsso_session=c\ncredential_process=x\n',
    '',
    'process',
  ],
  ['nothing for half a pair of keys', '[profile a]\naws_access_key_id=AKIAEXAMPLE\n', '', undefined],
  ['nothing for a profile without credentials', '[profile a]\nregion=x\n', '', undefined],
];

describe('the source column of the list names', () => {
  for (const [what, config, credentials, source] of sources)
    it(what, () => assert.equal(overview(profilesFrom(config, credentials))[0]?.source, source));
});

describe('the list', () => {
  it('has every profile in the order of the files, with account, role, region and colour', () => {
    const config = roleOf('b', 'source_profile=default', 'region=eu-west-1', 'color=ff0000');
    assert.deepEqual(overview(profilesFrom(config, keysOf('default'))), [
      {
        profile: 'b',
        account: '111122223333',
        role: 'b',
        region: 'eu-west-1',
        source: 'default',
        color: 'ff0000',
        problem: undefined,
      },
      {
        profile: 'default',
        account: undefined,
        role: undefined,
        region: undefined,
        source: 'keys',
        color: undefined,
        problem: undefined,
      },
    ]);
  });

  it('shows account and role of an Identity Center profile', () => {
    const config = '[profile a]\nsso_session=c\nsso_account_id=444455556666\nsso_role_name=Admin\n';
    const [line] = overview(profilesFrom(config));
    assert.deepEqual([line?.account, line?.role], ['444455556666', 'Admin']);
  });

  it('shows the error of a malformed section without quoting its line', () => {
    const [line] = overview(profilesFrom('[profile a]\nhunter2\n'));
    assert.match(line?.problem ?? '', /^config:2: /);
    assert.ok(!line?.problem?.includes('hunter2'));
  });
});
