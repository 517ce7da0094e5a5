import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WantedProfile } from '../../../../src/core/switch-roles/import.ts';
import { importProfiles, profilesText } from '../../../../src/core/switch-roles/imported-profiles.ts';

const ENTRIES = [
  ['role_arn', 'arn:aws:iam::1:role/R'],
  ['source_profile', 'mfa'],
  ['color', 'ffaaee'],
] as const;
const DEV: WantedProfile = { name: 'dev', header: 'profile dev', entries: ENTRIES };
const LINES = ENTRIES.map(([key, value]) => `${key} = ${value}\n`).join('');
const OWN =
  '[profile dev]\n# written by awsrole switch-roles import, which replaces this section\n' +
  `${LINES}awsrole_imported_from = switch-roles\n`;
const OLD = OWN.replace('ffaaee', '000000');

const importInto = (text: string | undefined, options: { credentials?: string; force?: boolean } = {}) => {
  const { text: after, outcomes } = importProfiles(
    { path: 'config', text },
    { path: 'credentials', text: options.credentials },
    [DEV],
    { force: options.force ?? false },
  );
  return [outcomes.map(({ change, why }) => `${change} ${why}`.trim()).join(), after] as const;
};

describe('a profile that awsrole wrote', () => {
  it('is added with its mark, and is unchanged by a second import', () => {
    assert.deepEqual(importInto(undefined), ['added', OWN]);
    assert.deepEqual(importInto('[a]\r\n'), ['added', `[a]\r\n\r\n${OWN.replaceAll('\n', '\r\n')}`]);
    assert.deepEqual(importInto(OWN), ['same', OWN]);
  });

  it('is replaced when the role has changed, without a change to other sections', () => {
    const around = (section: string) => `# top\n[a]\nx = 1\n\n${section}# bottom\n[profile dev2]\nx=1`;
    assert.deepEqual(importInto(around(OLD)), ['changed', around(OWN)]);
  });

  it('is unchanged when the credentials file overrides a key, and the outcome names that key', () => {
    assert.deepEqual(importInto(OWN, { credentials: '[dev]\ncolor = 000000\n' }), [
      'same color in the credentials file (credentials:2) overrides the imported value',
      OWN,
    ]);
  });

  it('loses a key that the role no longer has', () => {
    assert.deepEqual(importInto(OWN.replace('color', 'region = r\ncolor')), ['changed', OWN]);
  });
});

describe('a profile that the user wrote', () => {
  const USERS_OWN = '[profile dev]\nrole_arn = arn:aws:iam::1:role/Other\nsource_profile = mfa\n';

  for (const [rule, text, why] of [
    ['is kept, and the outcome names the differences', USERS_OWN, 'config:1 differs in role_arn, color'],
    ['is kept when empty', '[profile dev]\n', 'config:1 differs in role_arn, source_profile, color'],
    [
      'is one that awsrole wrote and that has an additional key',
      `${OLD}output = json\n`,
      'config:1 differs in color',
    ],
    [
      'is one that awsrole wrote and that has nested keys',
      `${OLD}s3 =\n  x = 1\n`,
      'config:1 differs in color',
    ],
    ['is one that has lost its mark', OLD.replace(/awsrole_imported.*\n/, ''), 'config:1 differs in color'],
    ['is kept when malformed', `${OWN}junk\n`, 'config:1 its section is malformed (config:7)'],
  ] as const)
    it(rule, () => assert.deepEqual(importInto(text), [`kept ${why}`, text]));

  it('is kept when it is only in the credentials file', () => {
    const credentials = '[dev]\naws_access_key_id = A\naws_secret_access_key = s\n';
    assert.deepEqual(importInto('', { credentials }), [
      'kept credentials:1 differs in role_arn, source_profile, color',
      '',
    ]);
  });

  it('is unchanged when it has all imported values, among them a colour in another spelling', () => {
    const same = `[profile "dev"]\noutput = json\n${LINES.replace('color = ffaaee', 'color=#FAE')}`;
    assert.deepEqual(importInto(same), ['same', same]);
    assert.deepEqual(importInto(same, { force: true }), ['same', same]);
  });

  it('is replaced with force, and a second import with force changes nothing', () => {
    assert.deepEqual(importInto(USERS_OWN, { force: true }), ['changed', OWN]);
    assert.deepEqual(importInto(OWN, { force: true }), ['same', OWN]);
  });
});

it('profiles that import prints have no mark', () => {
  assert.equal(
    profilesText([DEV, { ...DEV, name: 'b', header: 'profile b' }]),
    `[profile dev]\n${LINES}\n[profile b]\n${LINES}`,
  );
});
