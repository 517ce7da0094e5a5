import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../../../src/core/profiles/profiles.ts';
import { accountInFiles, basesOf } from '../../../../src/core/switch-roles/bases.ts';
import { exportedRoles } from '../../../../src/core/switch-roles/export.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredRoles } from '../../../../src/core/switch-roles/tree.ts';
import { rolesText } from '../../../../src/core/switch-roles/write.ts';
import { offeredByExtension } from '../../../support/extension.ts';

const BASE = '111111111111';
const SERIAL = `mfa_serial = arn:aws:iam::${BASE}:mfa/me\n`;

const profilesOf = (config: string, credentials = ''): Profiles =>
  buildProfiles(parseIni(config, 'config'), parseIni(credentials, 'credentials'));

const role = (name: string, more = '', arn = 'arn:aws:iam::222222222222:role/R', source = 'mfa'): string =>
  `[profile ${name}]\nrole_arn = ${arn}\n${source && `source_profile = ${source}\n`}${more}`;

/** Everything that is exported, with the notes; the extension's own parser must take it. */
const exported = (config: string, isWanted = (_: string) => true): { text: string; notes: string[] } => {
  const profiles = profilesOf(config);
  const { roles, notes } = exportedRoles(profiles, isWanted);
  const accounts = new Map(
    basesOf(roles).map(base => [base, accountInFiles(profiles, base, roles) ?? 'unknown']),
  );
  const written = rolesText(roles, accounts, profiles);
  assert.deepEqual(
    offeredByExtension(written.text)
      .map(({ name }) => name)
      .sort(),
    roles.map(({ profile }) => profile.name).sort(),
  );
  return { text: written.text, notes: [...notes, ...written.notes] };
};

const DEFAULT = `[default]\n${SERIAL}`;
const IN_MFA = `[mfa]\naws_account_id = ${BASE}\n\n`;
const RAW = 'aws_account_id = 222222222222\nrole_name = R\n';

const SOURCELESS =
  'without a source_profile: ci: the browser switches as whoever is signed in, and import would write source_profile = mfa';

describe('a role', () => {
  for (const [rule, config, text] of [
    ['behind mfa gets the base account', role('a'), `[a]\n${RAW}source_profile = mfa\n`],
    [
      'keeps region, image and what its session is asked with',
      role('a', 'region = r-1\nimage = https://x/i.png\nduration_seconds = 3600\n'),
      `[a]\n${RAW}source_profile = mfa\nregion = r-1\nimage = https://x/i.png\nduration_seconds = 3600\n`,
    ],
    [
      'has its colour without #',
      role('a', 'color=#FFAAEE\n'),
      `[a]\n${RAW}source_profile = mfa\ncolor = ffaaee\n`,
    ],
    [
      'has its colour in six digits',
      role('a', 'color = fae\n'),
      `[a]\n${RAW}source_profile = mfa\ncolor = ffaaee\n`,
    ],
    [
      'keeps its path',
      role('a', '', 'arn:aws:iam::222222222222:role/team/R'),
      '[a]\naws_account_id = 222222222222\nrole_name = team/R\nsource_profile = mfa\n',
    ],
    [
      'of another partition is written apart where the region tells which',
      role('a', 'region = cn-north-1\n', 'arn:aws-cn:iam::222222222222:role/R'),
      `[a]\n${RAW}source_profile = mfa\nregion = cn-north-1\n`,
    ],
    [
      'of another partition keeps its ARN where nothing else tells',
      role('a', '', 'arn:aws-cn:iam::222222222222:role/R'),
      '[a]\nrole_arn = arn:aws-cn:iam::222222222222:role/R\nsource_profile = mfa\n',
    ],
    [
      'whose name begins with profile says so twice',
      role('profile x'),
      `[profile profile x]\n${RAW}source_profile = mfa\n`,
    ],
    [
      'exports no key, no device and no command',
      role('a', `${SERIAL}mfa_process = op\naws_access_key_id = AKIA\naws_secret_access_key = s\n`),
      `[a]\n${RAW}source_profile = mfa\n`,
    ],
  ] as const)
    it(rule, () => assert.deepEqual(exported(DEFAULT + config), { text: IN_MFA + text, notes: [] }));

  it('without a profile behind it is offered everywhere', () => {
    const config = role('ci', 'credential_source = Environment\n', undefined, '');
    assert.deepEqual(exported(config), { text: `[ci]\n${RAW}`, notes: [SOURCELESS] });
  });

  it('without a profile behind it is no role to the extension when others are assumed from it: it keeps its ARN, for import', () => {
    const config =
      role('ci', 'credential_source = Environment\n', undefined, '') + role('next', '', undefined, 'ci');
    const profiles = profilesOf(config);
    const written = rolesText(exportedRoles(profiles, () => true).roles, new Map(), profiles);
    assert.deepEqual(written, {
      text: `[ci]\nrole_arn = arn:aws:iam::222222222222:role/R\n\n[next]\n${RAW}source_profile = ci\n`,
      notes: [SOURCELESS, 'taken for a base account by the extension, which does not offer it as a role: ci'],
    });
    assert.deepEqual(
      offeredByExtension(written.text).map(({ name }) => name),
      ['next'],
    );
    assert.deepEqual(
      offeredRoles(readRolesText(written.text, 'f').sections).map(({ name, source }) => [name, source]),
      [
        ['ci', undefined],
        ['next', 'ci'],
      ],
    );
  });

  it('assumed from a role is behind that one, which comes along', () => {
    const config = `${DEFAULT}${role('z', '', undefined, 'a')}${role('a')}${role('other')}`;
    assert.equal(
      exported(config, name => name === 'z').text,
      `${IN_MFA}[z]\n${RAW}source_profile = a\n\n[a]\n${RAW}source_profile = mfa\n`,
    );
  });
});

describe('a value that the extension cannot hold is left out, and named', () => {
  for (const [line, why] of [
    ['image = https://x/#a', "holds '#', where the extension begins a comment"],
    ['image = https://x/;a', "holds ';', where the extension begins a comment"],
    ['image = https://x/?a=b', "holds '=', where the extension ends a value"],
    ['image = a\n  b', 'holds a line break or another control character'],
    ['color = red', 'is no colour of six digits'],
  ] as const)
    it(line, () =>
      assert.deepEqual(exported(`${DEFAULT}${role('a', `${line}\n`)}`), {
        text: `${IN_MFA}[a]\n${RAW}source_profile = mfa\n`,
        notes: [`profile 'a': ${line.split(' ')[0]} (config:6) is left out: it ${why}`],
      }),
    );

  it('an external_id goes along, but the console cannot send it', () => {
    const { text, notes } = exported(`${DEFAULT}${role('a', 'external_id = x\n')}`);
    assert.match(text, /\nexternal_id = x\n$/);
    assert.match(notes.join(), /^profile 'a': the console cannot send an external_id/);
  });
});

describe('a role that the extension cannot hold is left out, and named', () => {
  for (const [config, note] of [
    [role('a;b'), "'a;b' is left out: its name holds ';', where the extension begins a comment"],
    [role('a#b'), "'a#b' is left out: its name holds '#', where the extension begins a comment"],
    [role('constructor'), "'constructor' is left out: its name is a word that breaks the extension"],
    [
      role('a', '', 'arn:aws:iam::222222222222:role/R=1'),
      "'a' is left out: the name of its role (config:4) holds '=', where the extension ends a value",
    ],
    [
      role('a', '', 'arn:aws:iam::1:role/R'),
      "'a' is left out: its role_arn (config:4) is not the ARN of a role",
    ],
    [
      role('a', '', undefined, 'nope'),
      "'a' is left out: its source_profile 'nope' (config:5) does not exist",
    ],
    [role('a', 'no delimiter\n'), "'a' is left out: its section is malformed (config:6)"],
    [role('a', '', undefined, 'a'), "'a' is left out: its source_profile goes in a circle (config:5)"],
    [
      role('a=b') + role('a', '', undefined, 'a=b'),
      "'a' is left out: its source_profile 'a=b' holds '=', where the extension ends a value",
    ],
    [role('x;y') + role('a', '', undefined, 'x;y'), "'a' is left out: so is its source_profile 'x;y'"],
  ] as const)
    it(note, () => {
      const { text, notes } = exported(`${DEFAULT}${config}${role('good')}`);
      assert.match(text, /^\[good\]$/m);
      assert.doesNotMatch(text, /^\[a\]$/m);
      assert.equal(notes.at(-1), `profile ${note}`);
    });

  it('profiles that are no roles are told apart from those that roles start from', () => {
    const config = `${DEFAULT}[profile sso]\nsso_session = s\n${role('a')}[profile keys]\nregion = r\n`;
    assert.deepEqual(exportedRoles(profilesOf(config), () => true).others, ['sso', 'keys']);
  });
});

describe('a base account', () => {
  const accountOf = (config: string, base: string, credentials = ''): string | undefined => {
    const profiles = profilesOf(config, credentials);
    return accountInFiles(profiles, base, exportedRoles(profiles, () => true).roles);
  };

  for (const [rule, config, base, credentials] of [
    ['has its aws_account_id', `[profile b]\naws_account_id = ${BASE}\n`, 'b'],
    ['is that of its MFA device', `[profile b]\n${SERIAL}`, 'b'],
    ['is that of Identity Center', `[profile b]\nsso_account_id = ${BASE}\n`, 'b'],
    ['is that of the device its roles name', `[profile b]\n${role('a', SERIAL, undefined, 'b')}`, 'b'],
    ['behind mfa is that of default', DEFAULT, 'mfa'],
    [
      'behind a session is that of the device it was made with',
      '',
      'day',
      '[day]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\nawsrole_source_profile = me\n' +
        `awsrole_source_key = K\nawsrole_mfa_serial = arn:aws:iam::${BASE}:mfa/me\n`,
    ],
  ] as const)
    it(rule, () => assert.equal(accountOf(config, base, credentials), BASE));

  it('may be told by its alias, as in the extension', () => {
    assert.equal(accountOf('[profile b]\naws_account_id = my-org\n', 'b'), 'my-org');
    for (const id of ['12345', 'My-Org', 'a--b', '-ab', 'ab', 'a b'])
      assert.equal(accountOf(`[profile b]\naws_account_id = ${id}\n`, 'b'), undefined, id);
  });

  it('is unknown where nothing tells, a hardware device among it', () => {
    assert.equal(accountOf('[profile b]\nmfa_serial = GAHT12345678\n', 'b'), undefined);
    const keys = '[mfa]\naws_access_key_id = A\naws_secret_access_key = s\n';
    assert.equal(accountOf(DEFAULT, 'mfa', keys), undefined, 'keys of a person’s own may be another user’s');
  });

  it('has one section, since the extension shows the roles of the first one only', () => {
    const alias = '[profile mfa]\naws_account_alias = my-org\n';
    const config = `${DEFAULT}${alias}${role('a', '', undefined, 'default')}${role('b')}`;
    assert.equal(
      exported(config).text,
      `[default]\naws_account_id = ${BASE}\naws_account_alias = my-org\n\n[a]\n${RAW}source_profile = default\n\n[b]\n${RAW}source_profile = default\n`,
    );
  });

  it('says what its roles take over and by which alias it is known', () => {
    const more = 'aws_account_alias = my-org\ntarget_role_name = T\ntarget_region = cn-north-1\n';
    const { text } = exported(`${DEFAULT}${more}${role('a')}`);
    // the region that the role takes over would give its ARN another partition
    assert.equal(
      text,
      `[mfa]\naws_account_id = ${BASE}\n${more}\n[a]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = mfa\n`,
    );
  });

  it('gets another name where its own cannot be held or is a role’s', () => {
    const keys = 'aws_access_key_id = A\naws_secret_access_key = s\n';
    for (const [name, more] of [
      ['a=b', ''],
      ['self', `role_arn = arn:aws:iam::333333333333:role/S\nsource_profile = self\n${keys}`],
    ] as const) {
      const config = `[profile ${name}]\n${SERIAL}${more}${role('x', '', undefined, name)}`;
      assert.match(exported(config).text, new RegExp(`^\\[${BASE}\\]\naws_account_id = ${BASE}\n`));
    }
  });
});
