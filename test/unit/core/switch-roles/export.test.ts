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

const isAliasNote = (note: string): boolean =>
  note.startsWith('the extension finds an account that has an alias');

/** Exports the selected roles, with the notes except the one on aliases; asserts that the extension's own parser reads the roles from the text. */
const exportedWithAliasNotes = (config: string, isWanted = (_: string) => true) => {
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
  return {
    text: written.text,
    notes: [...notes, ...written.notes.filter(note => !isAliasNote(note))],
    aliasNotes: written.notes.filter(isAliasNote),
  };
};

const exported = (config: string, isWanted?: (name: string) => boolean) => {
  const { text, notes } = exportedWithAliasNotes(config, isWanted);
  return { text, notes };
};

const DEFAULT = `[default]\n${SERIAL}`;
const IN_MFA = `[mfa]\naws_account_id = ${BASE}\n\n`;
const RAW = 'aws_account_id = 222222222222\nrole_name = R\n';

const SOURCELESS =
  'no source_profile: ci: the browser switches with the signed-in user, and import would write source_profile = mfa';

describe('a role', () => {
  for (const [rule, config, text] of [
    ['with source_profile mfa keeps it', role('a'), `[a]\n${RAW}source_profile = mfa\n`],
    [
      'keeps region, image and the parameters of AssumeRole',
      role('a', 'region = r-1\nimage = https://x/i.png\nduration_seconds = 3600\n'),
      `[a]\n${RAW}source_profile = mfa\nregion = r-1\nimage = https://x/i.png\nduration_seconds = 3600\n`,
    ],
    [
      'has its colour without # and in lower case',
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
      'of another partition has account and role name when its region determines the partition',
      role('a', 'region = cn-north-1\n', 'arn:aws-cn:iam::222222222222:role/R'),
      `[a]\n${RAW}source_profile = mfa\nregion = cn-north-1\n`,
    ],
    [
      'of another partition keeps its role ARN without a region',
      role('a', '', 'arn:aws-cn:iam::222222222222:role/R'),
      '[a]\nrole_arn = arn:aws-cn:iam::222222222222:role/R\nsource_profile = mfa\n',
    ],
    [
      'with a name that starts with profile has that word twice in its section name',
      role('profile x'),
      `[profile profile x]\n${RAW}source_profile = mfa\n`,
    ],
    [
      'is exported without its keys, MFA device and mfa_process',
      role('a', `${SERIAL}mfa_process = op\naws_access_key_id = AKIA\naws_secret_access_key = s\n`),
      `[a]\n${RAW}source_profile = mfa\n`,
    ],
  ] as const)
    it(rule, () => assert.deepEqual(exported(DEFAULT + config), { text: IN_MFA + text, notes: [] }));

  it('without a source_profile is exported without a base account, with a note', () => {
    const config = role('ci', 'credential_source = Environment\n', undefined, '');
    assert.deepEqual(exported(config), { text: `[ci]\n${RAW}`, notes: [SOURCELESS] });
  });

  it('without a source_profile that others name as theirs keeps its role ARN for import, with a note', () => {
    const config =
      role('ci', 'credential_source = Environment\n', undefined, '') + role('next', '', undefined, 'ci');
    const profiles = profilesOf(config);
    const written = rolesText(exportedRoles(profiles, () => true).roles, new Map(), profiles);
    assert.deepEqual(written, {
      text: `[ci]\nrole_arn = arn:aws:iam::222222222222:role/R\n\n[next]\n${RAW}source_profile = ci\n`,
      notes: [SOURCELESS, 'the extension treats these as base accounts and does not offer them as roles: ci'],
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

  it('that is assumed from another role is exported together with it', () => {
    const config = `${DEFAULT}${role('z', '', undefined, 'a')}${role('a')}${role('other')}`;
    assert.equal(
      exported(config, name => name === 'z').text,
      `${IN_MFA}[z]\n${RAW}source_profile = a\n\n[a]\n${RAW}source_profile = mfa\n`,
    );
  });
});

describe('a value that the extension cannot read is omitted with a note:', () => {
  for (const [line, why] of [
    ['image = https://x/#a', "contains '#', which starts a comment in the extension"],
    ['image = https://x/;a', "contains ';', which starts a comment in the extension"],
    ['image = https://x/?a=b', "contains '=', which ends a value in the extension"],
    ['image = a\n  b', 'contains a line break or another invisible character'],
    ['image = a\u202eb', 'contains a line break or another invisible character'],
    ['color = red', 'is not a six-digit colour'],
  ] as const)
    it(line, () =>
      assert.deepEqual(exported(`${DEFAULT}${role('a', `${line}\n`)}`), {
        text: `${IN_MFA}[a]\n${RAW}source_profile = mfa\n`,
        notes: [`profile 'a': ${line.split(' ')[0]} (config:6) is omitted: it ${why}`],
      }),
    );

  it('but an external_id is exported, with a note that the console cannot send it', () => {
    const { text, notes } = exported(`${DEFAULT}${role('a', 'external_id = x\n')}`);
    assert.match(text, /\nexternal_id = x\n$/);
    assert.match(notes.join(), /^profile 'a': the console cannot send an external_id/);
  });
});

describe('a role that the extension cannot read is omitted with a note:', () => {
  for (const [config, note] of [
    [role('a;b'), "'a;b' is omitted: its name contains ';', which starts a comment in the extension"],
    [role('a#b'), "'a#b' is omitted: its name contains '#', which starts a comment in the extension"],
    [role('constructor'), "'constructor' is omitted: its name is a word that breaks the extension"],
    [
      role('a', '', 'arn:aws:iam::222222222222:role/R=1'),
      "'a' is omitted: the name of its role (config:4) contains '=', which ends a value in the extension",
    ],
    [
      role('a', '', 'arn:aws:iam::1:role/R'),
      "'a' is omitted: its role_arn (config:4) is not the ARN of a role",
    ],
    [role('a', '', undefined, 'nope'), "'a' is omitted: its source_profile 'nope' (config:5) does not exist"],
    [role('a', 'no delimiter\n'), "'a' is omitted: its section is malformed (config:6)"],
    [role('a', '', undefined, 'a'), "'a' is omitted: its source_profile forms a loop (config:5)"],
    [
      role('a=b') + role('a', '', undefined, 'a=b'),
      "'a' is omitted: its source_profile 'a=b' contains '=', which ends a value in the extension",
    ],
    [role('x;y') + role('a', '', undefined, 'x;y'), "'a' is omitted: its source_profile 'x;y' is omitted"],
  ] as const)
    it(note, () => {
      const { text, notes } = exported(`${DEFAULT}${config}${role('good')}`);
      assert.match(text, /^\[good\]$/m);
      assert.doesNotMatch(text, /^\[a\]$/m);
      assert.equal(notes.at(-1), `profile ${note}`);
    });

  it('a role behind more than 64 roles; the 64 roles before it in the chain are exported', () => {
    const config = Array.from({ length: 10_000 }, (_, hop) =>
      role(`r${hop}`, '', undefined, hop < 9_999 ? `r${hop + 1}` : 'mfa'),
    );
    const { text, notes } = exported(DEFAULT + config.join(''));
    assert.equal(text.match(/^\[r\d+\]$/gm)?.length, 64);
    assert.match(
      notes.at(-1) ?? '',
      /^profile 'r9935' is omitted: its chain has more than 64 roles \(config:/,
    );
    assert.match(notes.at(-2) ?? '', /^profile 'r9934' is omitted: its source_profile 'r9935' is omitted$/);
  });

  it('profiles without a role are listed separately, except base profiles', () => {
    const config = `${DEFAULT}[profile sso]\nsso_session = s\n${role('a')}[profile keys]\nregion = r\n`;
    assert.deepEqual(exportedRoles(profilesOf(config), () => true).others, ['sso', 'keys']);
  });
});

describe('the account of a base profile', () => {
  const accountOf = (config: string, base: string, credentials = ''): string | undefined => {
    const profiles = profilesOf(config, credentials);
    return accountInFiles(profiles, base, exportedRoles(profiles, () => true).roles);
  };

  for (const [rule, config, base, credentials] of [
    ['is its aws_account_id', `[profile b]\naws_account_id = ${BASE}\n`, 'b'],
    ['is the account of its MFA device', `[profile b]\n${SERIAL}`, 'b'],
    ['is its Identity Center account', `[profile b]\nsso_account_id = ${BASE}\n`, 'b'],
    [
      'is the account of the MFA device that its roles name',
      `[profile b]\n${role('a', SERIAL, undefined, 'b')}`,
      'b',
    ],
    ['is the account of default for mfa', DEFAULT, 'mfa'],
    [
      'is the account of the MFA device of a managed section',
      '',
      'day',
      '[day]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\nawsrole_source_profile = me\n' +
        `awsrole_source_key = K\nawsrole_mfa_serial = arn:aws:iam::${BASE}:mfa/me\n`,
    ],
  ] as const)
    it(rule, () => assert.equal(accountOf(config, base, credentials), BASE));

  it('may be an account alias, as in the extension', () => {
    assert.equal(accountOf('[profile b]\naws_account_id = my-org\n', 'b'), 'my-org');
    for (const id of ['12345', '1111-1111-1111', `"${BASE}"`, 'My-Org', 'a--b', '-ab', 'ab', 'a b'])
      assert.equal(accountOf(`[profile b]\naws_account_id = ${id}\n`, 'b'), undefined, id);
  });

  it('is unknown for a hardware device, and for an mfa section that awsrole did not write', () => {
    assert.equal(accountOf('[profile b]\nmfa_serial = GAHT12345678\n', 'b'), undefined);
    const keys = '[mfa]\naws_access_key_id = A\naws_secret_access_key = s\n';
    assert.equal(accountOf(DEFAULT, 'mfa', keys), undefined, 'those keys may belong to another user');
  });
});

describe('a base account', () => {
  it('has one section, since the extension shows only the roles of the first section', () => {
    const alias = '[profile mfa]\naws_account_alias = my-org\n';
    const config = `${DEFAULT}${alias}${role('a', '', undefined, 'default')}${role('b')}`;
    assert.equal(
      exported(config).text,
      `[default]\naws_account_id = ${BASE}\naws_account_alias = my-org\n\n[a]\n${RAW}source_profile = default\n\n[b]\n${RAW}source_profile = default\n`,
    );
  });

  it('has the account alias, target_role_name and target_region of its profile', () => {
    const more = 'aws_account_alias = my-org\ntarget_role_name = T\ntarget_region = cn-north-1\n';
    const { text } = exported(`${DEFAULT}${more}${role('a')}`);
    // with target_region, account and role name would give an ARN in another partition
    assert.equal(
      text,
      `[mfa]\naws_account_id = ${BASE}\n${more}\n[a]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = mfa\n`,
    );
  });

  it('without an alias is named in one note, with the profile to which to add it', () => {
    const work = `[profile work]\naws_account_id = 999999999999\naws_account_alias = acme\n`;
    const club = `[profile club]\naws_account_id = 888888888888\n`;
    const config =
      DEFAULT + work + club + role('a') + role('b', '', undefined, 'work') + role('c', '', undefined, 'club');
    assert.deepEqual(exportedWithAliasNotes(config).aliasNotes, [
      `the extension finds an account that has an alias only by the alias: if it has one, add aws_account_alias = ALIAS to profile 'default' (${BASE}), profile 'club' (888888888888)`,
    ]);
    const named = config
      .replace(club, `${club}aws_account_alias = c-c\n`)
      .replace(SERIAL, `${SERIAL}aws_account_alias = d-d\n`);
    assert.deepEqual(exportedWithAliasNotes(named).aliasNotes, []);
  });

  it('has a section for each role_name, of which the one without a role_name is last', () => {
    const base = (name: string, more: string): string =>
      `[profile ${name}]\naws_account_id = ${BASE}\n${more}`;
    const config =
      base('any', 'aws_account_alias = my-org\n') +
      base('entry', 'role_name = Entry\n') +
      role('a', '', undefined, 'any') +
      role('b', '', undefined, 'entry');
    assert.equal(
      exported(config).text,
      [
        `[entry]\naws_account_id = ${BASE}\naws_account_alias = my-org\nrole_name = Entry\n`,
        `[any]\naws_account_id = ${BASE}\naws_account_alias = my-org\n`,
        `[a]\n${RAW}source_profile = any\n`,
        `[b]\n${RAW}source_profile = entry\n`,
      ].join('\n'),
    );
  });

  it('gives the target_region of one source profile only to its roles, and names a lost target_role_name', () => {
    const base = (name: string, more = ''): string => `[profile ${name}]\naws_account_id = ${BASE}\n${more}`;
    const config =
      base('one', 'target_region = eu-west-1\ntarget_role_name = T\n') +
      base('two') +
      role('a', '', undefined, 'one') +
      role('b', '', undefined, 'two') +
      role('c', 'region = us-east-1\n', undefined, 'one') +
      role('d', '', 'arn:aws-cn:iam::222222222222:role/R', 'one');
    const { text, notes } = exported(config);
    const regions = offeredByExtension(text).map(({ name, region }) => [name, region]);
    assert.deepEqual(regions, [
      ['a', 'eu-west-1'],
      ['b', undefined],
      ['c', 'us-east-1'],
      ['d', undefined],
    ]);
    assert.deepEqual(notes, [
      "profile 'one': target_role_name is omitted: another source profile in its account does not have it",
    ]);
  });

  it('has its account as section name when its own name is unreadable or the name of a role', () => {
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
