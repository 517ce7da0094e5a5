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

const into = (text: string | undefined, options: { credentials?: string; force?: boolean } = {}) => {
  const { text: after, outcomes } = importProfiles(
    { path: 'config', text },
    { path: 'credentials', text: options.credentials },
    [DEV],
    { force: options.force ?? false },
  );
  return [outcomes.map(({ verdict, why }) => `${verdict} ${why}`.trim()).join(), after] as const;
};

describe('what awsrole wrote', () => {
  it('is added with its mark, and is the same the second time', () => {
    assert.deepEqual(into(undefined), ['added', OWN]);
    assert.deepEqual(into('[a]\r\n'), ['added', `[a]\r\n\r\n${OWN.replaceAll('\n', '\r\n')}`]);
    assert.deepEqual(into(OWN), ['same', OWN]);
  });

  it('is replaced when the text says something else now, its neighbours untouched', () => {
    const around = (section: string) => `# top\n[a]\nx = 1\n\n${section}# bottom\n[profile dev2]\nx=1`;
    assert.deepEqual(into(around(OLD)), ['changed', around(OWN)]);
  });

  it('is the same though the credentials file says something else over it', () => {
    assert.deepEqual(into(OWN, { credentials: '[dev]\ncolor = 000000\n' }), [
      'same color in the credentials file (credentials:2) wins over what was imported',
      OWN,
    ]);
  });

  it('loses a key that the text does not have any more', () => {
    assert.deepEqual(into(OWN.replace('color', 'region = r\ncolor')), ['changed', OWN]);
  });
});

describe('what a person wrote', () => {
  const MINE = '[profile dev]\nrole_arn = arn:aws:iam::1:role/Other\nsource_profile = mfa\n';

  for (const [rule, text, why] of [
    ['is kept, and what differs is said', MINE, 'config:1 differs in role_arn, color'],
    ['is kept though it is empty', '[profile dev]\n', 'config:1 differs in role_arn, source_profile, color'],
    [
      'is what awsrole wrote with a key of the person’s own',
      `${OLD}output = json\n`,
      'config:1 differs in color',
    ],
    ['is what awsrole wrote with sub-properties', `${OLD}s3 =\n  x = 1\n`, 'config:1 differs in color'],
    ['is what lost its mark', OLD.replace(/awsrole_imported.*\n/, ''), 'config:1 differs in color'],
    ['is kept though malformed', `${OWN}junk\n`, 'config:1 its section is malformed (config:7)'],
  ] as const)
    it(rule, () => assert.deepEqual(into(text), [`kept ${why}`, text]));

  it('is kept though it stands in the credentials file', () => {
    const credentials = '[dev]\naws_access_key_id = A\naws_secret_access_key = s\n';
    assert.deepEqual(into('', { credentials }), [
      'kept credentials:1 differs in role_arn, source_profile, color',
      '',
    ]);
  });

  it('is left as it is when it says the same and more, a colour in another spelling too', () => {
    const same = `[profile "dev"]\noutput = json\n${LINES.replace('color = ffaaee', 'color=#FAE')}`;
    assert.deepEqual(into(same), ['same', same]);
    assert.deepEqual(into(same, { force: true }), ['same', same]);
  });

  it('is replaced with force, once', () => {
    assert.deepEqual(into(MINE, { force: true }), ['changed', OWN]);
    assert.deepEqual(into(OWN, { force: true }), ['same', OWN]);
  });
});

it('printed profiles have no mark: pasted, they are the person’s', () => {
  assert.equal(
    profilesText([DEV, { ...DEV, name: 'b', header: 'profile b' }]),
    `[profile dev]\n${LINES}\n[profile b]\n${LINES}`,
  );
});
