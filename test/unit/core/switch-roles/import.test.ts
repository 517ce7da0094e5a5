import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aliasesOf, type ImportOptions, wantedProfiles } from '../../../../src/core/switch-roles/import.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredRoles } from '../../../../src/core/switch-roles/tree.ts';

const ID = '123456789012';
const roles = (text: string) => offeredRoles(readRolesText(text, 'f').sections);

const wanted = (text: string, options: Partial<ImportOptions> = {}) => {
  const { profiles, notes } = wantedProfiles(roles(text), {
    source: undefined,
    isSource: () => false,
    partition: undefined,
    accounts: new Map(),
    ...options,
  });
  return { lines: profiles[0]?.entries.map(entry => entry.join(' ')), notes };
};

const a = (more = ''): string => `[a]\naws_account_id = ${ID}\nrole_name = p/R\n${more}`;

describe('the ARN of a role', () => {
  for (const [rule, text, options, arn] of [
    ['is commercial AWS where nothing tells', a(), {}, `arn:aws:iam::${ID}:role/p/R`],
    ['has the partition of its region', a('region = cn-north-1\n'), {}, `arn:aws-cn:iam::${ID}:role/p/R`],
    [
      'has the partition of the region it takes over',
      `${a('source_profile = b\n')}[b]\naws_account_id = 1\ntarget_region = us-gov-west-1\n`,
      {},
      `arn:aws-us-gov:iam::${ID}:role/p/R`,
    ],
    [
      'has the partition that is asked for',
      a(),
      { partition: 'aws-eusc' },
      `arn:aws-eusc:iam::${ID}:role/p/R`,
    ],
    [
      'stays as it is written',
      `[a]\nrole_arn = arn:aws-cn:iam::${ID}:role/R\n`,
      { partition: 'aws' },
      `arn:aws-cn:iam::${ID}:role/R`,
    ],
    [
      'has the account of an alias',
      '[a]\nrole_arn = arn:aws:iam::my-org:role/R\n',
      { accounts: new Map([['my-org', ID]]) },
      `arn:aws:iam::${ID}:role/R`,
    ],
  ] as const)
    it(rule, () => assert.equal(wanted(text, options).lines?.[0], `role_arn ${arn}`));

  it('needs every alias but those of base accounts', () => {
    const text =
      '[b]\naws_account_id = base-org\n[x]\naws_account_id = org\nrole_name = R\nsource_profile = b\n' +
      '[y]\naws_account_id = org\nrole_name = S\nsource_profile = b\n';
    assert.deepEqual([...aliasesOf(roles(text))], [['org', ['x', 'y']]]);
  });
});

describe('a profile', () => {
  it('has what describes the role, in one order', () => {
    const more = 'external_id = x\nimage = i\ncolor = fae\nregion = r-1\nsource_profile = b\n';
    assert.deepEqual(wanted(`${a(more)}[b]\naws_account_id = 1\n`), {
      lines: [
        `role_arn arn:aws:iam::${ID}:role/p/R`,
        'source_profile mfa',
        'region r-1',
        'color fae',
        'image i',
        'external_id x',
      ],
      notes: [],
    });
  });

  it('gets another source when it is asked for, but a role stays behind its role', () => {
    const text = `${a()}[b]\nrole_arn = arn:aws:iam::${ID}:role/B\nsource_profile = a\n`;
    const referenced = text.replace('role_name', 'source_profile = base\nrole_name');
    const { profiles } = wantedProfiles(roles(`${referenced}[base]\naws_account_id = 1\n`), {
      source: 'me',
      isSource: () => true,
      partition: undefined,
      accounts: new Map(),
    });
    assert.deepEqual(
      profiles.map(({ entries }) => entries[1]?.[1]),
      ['me', 'a'],
    );
  });

  describe('behind a base account', () => {
    const behind = (...bases: string[]): string =>
      bases
        .map(
          base =>
            `[${base}]\naws_account_id = 1\n[of ${base}]\naws_account_id = ${ID}\nrole_name = R\nsource_profile = ${base}\n`,
        )
        .join('');
    const sources = (text: string, options: Partial<ImportOptions> = {}) => {
      const { profiles, notes } = wantedProfiles(roles(text), {
        source: undefined,
        isSource: name => ['work', 'default'].includes(name),
        partition: undefined,
        accounts: new Map(),
        ...options,
      });
      return [profiles.map(({ entries }) => entries[1]?.[1]), notes];
    };

    it('that is a profile here, has it for its source; default stands for its MFA session', () => {
      assert.deepEqual(sources(behind('mfa', 'work', 'default')), [['mfa', 'work', 'mfa'], []]);
      assert.deepEqual(sources(behind('work'), { source: 'me' }), [['me'], []]);
    });

    it('that is no profile here, has the MFA session; a note says so where there are several', () => {
      assert.deepEqual(sources(behind('acme')), [['mfa'], []]);
      assert.deepEqual(sources(behind('acme', 'work')), [
        ['mfa', 'work'],
        [
          "base account 'acme' is no profile here: the source_profile of of acme becomes mfa; --source names another",
        ],
      ]);
    });
  });

  it('takes over no region of another partition than its own', () => {
    const text = `[b]\naws_account_id = 1\ntarget_region = eu-west-1\n[g]\nrole_arn = arn:aws-us-gov:iam::${ID}:role/X\nsource_profile = b\n`;
    assert.deepEqual(wanted(text), {
      lines: [`role_arn arn:aws-us-gov:iam::${ID}:role/X`, 'source_profile mfa'],
      notes: [
        "f:4: region 'eu-west-1' is left out: the target_region of its base account is in another partition",
      ],
    });
    assert.deepEqual(wanted(text.replace('eu-west-1', 'us-gov-west-1')).notes, []);
    assert.deepEqual(
      wanted(text.replace('source_profile', 'region = eu-west-1\nsource_profile')).notes,
      [],
      'its own',
    );
  });

  for (const [line, note] of [
    ['color = red', "f:4: color 'red' is left out: it is no colour of six digits"],
    ['region = a b', "f:4: region 'a b' is left out: it is no region"],
    ['duration_seconds = 1h', "f:4: duration_seconds '1h' is left out: it is no number of seconds"],
    ['image = a\tb', "f:4: image 'a\tb' is left out: the config file cannot hold it"],
    ['Color = ffaaee', 'f:4: Color is left out: the extension knows color in small letters only'],
    [
      'credential_process = touch x',
      'f:4: credential_process is left out: only what describes a role is taken over',
    ],
    ['mfa_process = touch x', 'f:4: mfa_process is left out: only what describes a role is taken over'],
  ] as const)
    it(`is left without ${line}`, () => {
      const { lines, notes } = wanted(a(`${line}\n`));
      assert.deepEqual([lines?.length, notes], [2, [note]]);
    });
});

describe('what no config file can hold is refused', () => {
  for (const [text, message, hint] of [
    [
      '[a]b]\nrole_arn = arn:aws:iam::1:role/R\n',
      'f:1: [a]b] cannot be the name of a profile',
      'give the section another name',
    ],
    [
      `[mfa]\naws_account_id = ${ID}\nrole_name = R\n`,
      'f:1: [mfa] is a role, and the source of credentials is called so too',
      'name the profile that signs the calls: --source NAME',
    ],
    [
      `[a]\naws_account_id = ${ID}\nrole_name = My Role\n`,
      `f:1: [a] gives arn:aws:iam::${ID}:role/My Role, which is not the ARN of a role`,
      'mend aws_account_id and role_name, or role_arn',
    ],
  ] as const)
    it(message, () => assert.throws(() => wanted(text), { name: 'AwsroleError', message, hints: [hint] }));
});
