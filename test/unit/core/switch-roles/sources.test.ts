import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles } from '../../../../src/core/profiles/profiles.ts';
import { accountInFiles } from '../../../../src/core/switch-roles/bases.ts';
import { type SourceOptions, sourcesOfBases } from '../../../../src/core/switch-roles/sources.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredBases, offeredRoles } from '../../../../src/core/switch-roles/tree.ts';

const HOME = '111122223333';
const ORG = '999988887777';
const SERIAL = `mfa_serial = arn:aws:iam::${HOME}:mfa/me\n`;

/** A base account with one role, which is named `of BASE`. */
const base = (name: string, account: string, more = ''): string =>
  `[${name}]\naws_account_id = ${account}\n${more}[of ${name}]\naws_account_id = 222233334444\nrole_name = R\nsource_profile = ${name}\n`;

const chosen = (text: string, config: string, options: Partial<SourceOptions> = {}) => {
  const profiles = buildProfiles(parseIni(config, 'config'), undefined);
  const accounts = new Map(
    ['mfa', ...profiles.byName.keys()].flatMap(name => {
      const account = accountInFiles(profiles, name, []);
      return account === undefined ? [] : [[name, account] as const];
    }),
  );
  const { sections } = readRolesText(text, 'f');
  const roles = offeredRoles(sections);
  const { sources, notes } = sourcesOfBases(offeredBases(sections, roles), roles, {
    given: new Map(),
    source: undefined,
    profiles,
    accounts,
    ...options,
  });
  return { sources: Object.fromEntries(sources), notes };
};

const profile = (name: string, lines = ''): string => `[profile ${name}]\n${lines}`;
const isOther = (from: string, to: string): string =>
  `base account '${from}' is ${ORG}, but its roles get source_profile = ${to}, which is in ${HOME}: of ${from}`;

describe('the source profile of a base account', () => {
  it('is the profile of its name; it is mfa for default', () => {
    const config = `[default]\n${SERIAL}${profile('work', `aws_account_id = ${ORG}\n`)}`;
    assert.deepEqual(chosen(base('work', ORG) + base('default', HOME), config), {
      sources: { work: 'work', default: 'mfa' },
      notes: [],
    });
  });

  it('is mfa without a profile of its name, with a note for several base accounts', () => {
    const config = `[default]\nregion = eu-west-1\n${profile('work', `aws_account_id = ${HOME}\n`)}`;
    const unknown = (name: string): string =>
      `f:2: the account of base account '${name}' is not imported; to keep it, add aws_account_id = ${ORG} to profile 'default'`;
    assert.deepEqual(chosen(base('acme', ORG), config), {
      sources: { acme: 'mfa' },
      notes: [unknown('acme')],
    });
    assert.deepEqual(chosen(base('acme', ORG) + base('work', HOME), config), {
      sources: { acme: 'mfa', work: 'work' },
      notes: [
        "no profile for base account 'acme': the source_profile of of acme becomes mfa; to use another one, add --source acme=PROFILE",
        unknown('acme'),
      ],
    });
  });

  it('in another account than mfa is the only profile in its account', () => {
    const config = `[default]\n${SERIAL}${profile('work', `sso_account_id = ${ORG}\n`)}`;
    assert.deepEqual(chosen(base('org', ORG), config), {
      sources: { org: 'work' },
      notes: [
        "no profile for base account 'org': the source_profile of of org becomes work, which is in the same account",
      ],
    });
    const admin = profile(
      'admin',
      `sso_account_id = ${ORG}\nsso_role_name = Admin\naws_account_alias = o-o\nrole_name = Admin\n`,
    );
    assert.deepEqual(chosen(base('org', ORG), config + admin), {
      sources: { org: 'mfa' },
      notes: [
        isOther('org', 'mfa'),
        `hint: to keep the base account, choose a profile in ${ORG}: --source org=work or --source org=admin`,
      ],
    });
    assert.deepEqual(chosen(base('org', ORG, 'role_name = Admin\n'), config + admin).sources, {
      org: 'admin',
    });
  });

  it('that can only be in another account comes with a note that offers the ways to keep the base account', () => {
    const ways = (name: string): string =>
      `hint: to keep the base account, add a profile '${name}' with credentials of ${ORG}, or name one: --source ${name}=PROFILE`;
    for (const name of ['org', 'default'])
      assert.deepEqual(chosen(base(name, ORG), `[default]\n${SERIAL}`), {
        sources: { [name]: 'mfa' },
        notes: [isOther(name, 'mfa'), ways(name)],
      });
    const config = `[default]\n${SERIAL}${profile('org', `aws_account_id = ${HOME}\n`)}`;
    assert.deepEqual(chosen(base('org', ORG), config), {
      sources: { org: 'org' },
      notes: [isOther('org', 'org'), ways('org')],
    });
  });

  it('is the given one, with a note when that is in another account', () => {
    const config = `[default]\n${SERIAL}${profile('work', `aws_account_id = ${ORG}\n`)}`;
    assert.deepEqual(chosen(base('org', ORG), config, { given: new Map([['org', 'work']]) }), {
      sources: { org: 'work' },
      notes: [],
    });
    assert.deepEqual(chosen(base('org', ORG), config, { source: 'mfa' }), {
      sources: { org: 'mfa' },
      notes: [isOther('org', 'mfa')],
    });
  });

  it('is compared by account alias, too', () => {
    const config = `[default]\n${SERIAL}aws_account_alias = home\n${profile('work', 'aws_account_id = my-org\n')}`;
    assert.deepEqual(chosen(base('acme', 'my-org'), config).sources, { acme: 'work' });
    assert.deepEqual(chosen(base('acme', ORG, 'aws_account_alias = my-org\n'), config).sources, {
      acme: 'work',
    });
    assert.deepEqual(chosen(base('acme', 'home'), config), { sources: { acme: 'mfa' }, notes: [] });
  });
});

describe('a setting of a base account that its profile lacks is named:', () => {
  const config = `[default]\n${SERIAL}`;
  for (const [line, note] of [
    ['aws_account_alias = my-org', "; to keep it, add aws_account_alias = my-org to profile 'default'"],
    ['role_name = Entry', "; to keep it, add role_name = Entry to profile 'default'"],
    ['color = ffaaee', ': the extension does not use it for a base account'],
    ['group = one', ': the extension does not use it for a base account'],
  ] as const)
    it(line, () => {
      const key = line.split(' ')[0];
      assert.deepEqual(chosen(base('default', HOME, `${line}\n`), config).notes, [
        `f:3: ${key} of base account 'default' is not imported${note}`,
      ]);
      assert.deepEqual(chosen(base('default', HOME, `${line}\n`), `${config}${line}\n`).notes, []);
    });

  it('except defaults that its roles have', () => {
    const text = base('default', HOME, 'target_region = eu-west-1\ntarget_role_name = R\n');
    assert.deepEqual(chosen(text, config).notes, []);
  });

  it('and without advice when the profile is in another account', () => {
    const { notes } = chosen(base('default', ORG, 'role_name = Entry\n'), config);
    assert.deepEqual(notes.slice(2), ["f:3: role_name of base account 'default' is not imported"]);
  });

  it('an alias in place of the account ID', () => {
    assert.deepEqual(chosen(base('default', 'my-org'), config).notes, [
      "f:2: the account alias of base account 'default' is not imported; to keep it, add aws_account_alias = my-org to profile 'default'",
    ]);
  });

  it('a role_name that separates two base accounts with one profile', () => {
    const text = base('one', HOME, 'role_name = A\n') + base('two', HOME, 'role_name = B\n');
    const { sources, notes } = chosen(text, config);
    assert.deepEqual(sources, { one: 'mfa', two: 'mfa' });
    assert.deepEqual(notes, [
      "f:3: role_name of base account 'one' is not imported; to keep it, add role_name = A to profile 'default'",
      "f:10: role_name of base account 'two' is not imported: the roles of 'one' have the same source_profile; to separate them, add --source two=PROFILE",
    ]);
  });

  it('an account that is neither an ID nor an alias', () => {
    assert.deepEqual(chosen(base('default', '1111-2222-3333'), config).notes, [
      "f:2: aws_account_id '1111-2222-3333' of base account 'default' is not an account",
    ]);
  });
});
