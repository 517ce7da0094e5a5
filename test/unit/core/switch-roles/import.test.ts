import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildProfiles } from '../../../../src/core/profiles/profiles.ts';
import { aliasesOf, type ImportOptions, wantedProfiles } from '../../../../src/core/switch-roles/import.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredRoles } from '../../../../src/core/switch-roles/tree.ts';

const ID = '123456789012';
const roles = (text: string) => offeredRoles(readRolesText(text, 'f').sections);

const OPTIONS: ImportOptions = {
  sources: new Map(),
  source: undefined,
  profiles: buildProfiles(undefined, undefined),
  partition: undefined,
  accounts: new Map(),
};

const wanted = (text: string, options: Partial<ImportOptions> = {}) => {
  const { profiles, notes } = wantedProfiles(roles(text), { ...OPTIONS, ...options });
  return { lines: profiles[0]?.entries.map(entry => entry.join(' ')), notes };
};

const a = (more = ''): string => `[a]\naws_account_id = ${ID}\nrole_name = p/R\n${more}`;

describe('the ARN of a role', () => {
  for (const [rule, text, options, arn] of [
    ['has the partition aws without a region', a(), {}, `arn:aws:iam::${ID}:role/p/R`],
    ['has the partition of its region', a('region = cn-north-1\n'), {}, `arn:aws-cn:iam::${ID}:role/p/R`],
    [
      'has the partition of the target_region of its base account',
      `${a('source_profile = b\n')}[b]\naws_account_id = 1\ntarget_region = us-gov-west-1\n`,
      {},
      `arn:aws-us-gov:iam::${ID}:role/p/R`,
    ],
    ['has the partition of --partition', a(), { partition: 'aws-eusc' }, `arn:aws-eusc:iam::${ID}:role/p/R`],
    [
      'is role_arn unchanged, even with --partition',
      `[a]\nrole_arn = arn:aws-cn:iam::${ID}:role/R\n`,
      { partition: 'aws' },
      `arn:aws-cn:iam::${ID}:role/R`,
    ],
    [
      'has the account ID in place of an alias',
      '[a]\nrole_arn = arn:aws:iam::my-org:role/R\n',
      { accounts: new Map([['my-org', ID]]) },
      `arn:aws:iam::${ID}:role/R`,
    ],
  ] as const)
    it(rule, () => assert.equal(wanted(text, options).lines?.[0], `role_arn ${arn}`));

  it('needs the account IDs of all aliases except those of base accounts', () => {
    const text =
      '[b]\naws_account_id = base-org\n[x]\naws_account_id = org\nrole_name = R\nsource_profile = b\n' +
      '[y]\naws_account_id = org\nrole_name = S\nsource_profile = b\n';
    assert.deepEqual([...aliasesOf(roles(text))], [['org', ['x', 'y']]]);
  });
});

describe('a profile', () => {
  it('has the keys that describe the role, in a fixed order', () => {
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

  it('has the source profile of its base account, except a role that is assumed from another role', () => {
    const text = `${a()}[b]\nrole_arn = arn:aws:iam::${ID}:role/B\nsource_profile = a\n`;
    const referenced = text.replace('role_name', 'source_profile = base\nrole_name');
    const { profiles } = wantedProfiles(roles(`${referenced}[base]\naws_account_id = 1\n`), {
      ...OPTIONS,
      sources: new Map([['base', 'me']]),
    });
    assert.deepEqual(
      profiles.map(({ entries }) => entries[1]?.[1]),
      ['me', 'a'],
    );
  });

  it('omits a target_region of another partition than its role ARN, with a note', () => {
    const text = `[b]\naws_account_id = 1\ntarget_region = eu-west-1\n[g]\nrole_arn = arn:aws-us-gov:iam::${ID}:role/X\nsource_profile = b\n`;
    assert.deepEqual(wanted(text), {
      lines: [`role_arn arn:aws-us-gov:iam::${ID}:role/X`, 'source_profile mfa'],
      notes: [
        "f:4: region 'eu-west-1' is omitted: the target_region of its base account is in another partition",
      ],
    });
    assert.deepEqual(wanted(text.replace('eu-west-1', 'us-gov-west-1')).notes, []);
    assert.deepEqual(
      wanted(text.replace('source_profile', 'region = eu-west-1\nsource_profile')).notes,
      [],
      'a region of its own is kept',
    );
  });

  for (const [line, note] of [
    ['color = red', "f:4: color 'red' is omitted: it is not a six-digit colour"],
    ['region = a b', "f:4: region 'a b' is omitted: it is not a region"],
    ['duration_seconds = 1h', "f:4: duration_seconds '1h' is omitted: it is not a number of seconds"],
    [
      'aws_account_alias = x',
      'f:4: aws_account_alias is omitted: the extension reads it only in a base account',
    ],
    ['image = a\tb', "f:4: image 'a\tb' is omitted: it has an invisible character"],
    ['Color = ffaaee', 'f:4: Color is omitted: the extension reads color only in lower case'],
    [
      'credential_process = touch x',
      'f:4: credential_process is omitted: awsrole imports only keys that describe a role',
    ],
    ['mfa_process = touch x', 'f:4: mfa_process is omitted: awsrole imports only keys that describe a role'],
  ] as const)
    it(`omits ${line}, with a note`, () => {
      const { lines, notes } = wanted(a(`${line}\n`));
      assert.deepEqual([lines?.length, notes], [2, [note]]);
    });
});

describe('import fails for a role that a config file cannot contain:', () => {
  for (const [text, message, hint] of [
    [
      '[a]b]\nrole_arn = arn:aws:iam::1:role/R\n',
      'f:1: [a]b] cannot be the name of a profile',
      'rename the section',
    ],
    [
      '[a\u200bb]\nrole_arn = arn:aws:iam::1:role/R\n',
      'f:1: [a\u200bb] has an invisible character in its name',
      'rename the section',
    ],
    [
      `[mfa]\naws_account_id = ${ID}\nrole_name = R\n`,
      'f:1: [mfa] is a role, but its source_profile has the same name',
      'name the profile that signs the calls: --source NAME',
    ],
    [
      `[default]\naws_account_id = ${ID}\nrole_name = R\n`,
      'f:1: [default] is a role, but the keys behind its source_profile mfa belong to a profile of the same name',
      'rename the section, or name another profile that signs the calls: --source NAME',
    ],
    [
      `[a]\naws_account_id = ${ID}\nrole_name = /team/R\n`,
      `f:1: [a] has arn:aws:iam::${ID}:role//team/R, which is not the ARN of a role`,
      'write the role without the slash at its start: team/R',
    ],
    [
      `[a]\naws_account_id = ${ID}\nrole_name = My Role\n`,
      `f:1: [a] has arn:aws:iam::${ID}:role/My Role, which is not the ARN of a role`,
      'fix aws_account_id and role_name, or role_arn',
    ],
  ] as const)
    it(message, () => assert.throws(() => wanted(text), { name: 'AwsroleError', message, hints: [hint] }));
});

describe('import fails for an account that is neither an ID nor an alias:', () => {
  for (const [account, hint] of [
    ['"222233334444"', 'write 222233334444'],
    ['2222-3333-4444', 'write 222233334444'],
    ['22223333444', 'write the twelve digits of the account ID'],
    ['My Org', 'write the twelve digits of the account ID'],
  ] as const)
    it(account, () =>
      assert.throws(() => aliasesOf(roles(`[a]\naws_account_id = ${account}\nrole_name = R\n`)), {
        name: 'AwsroleError',
        message: `f:2: [a] has account '${account}', which is neither an account ID nor an account alias`,
        hints: [hint],
      }),
    );
});
