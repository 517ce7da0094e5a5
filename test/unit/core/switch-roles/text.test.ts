import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigParser } from 'aesr-config';
import fc from 'fast-check';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { readRolesText } from '../../../../src/core/switch-roles/text.ts';
import { offeredRoles } from '../../../../src/core/switch-roles/tree.ts';
import { offeredByExtension } from '../../../support/extension.ts';

const offered = (text: string) =>
  offeredRoles(readRolesText(text, 'f').sections).map(({ name, account, role, region, source }) =>
    [name, account, role, region, source].map(part => part ?? '-').join(' '),
  );

const ONE = 'aws_account_id = 111111111111\nrole_name = R\n';

/** The role of `ONE` under a name. */
const one = (name: string): string => `${name} 111111111111 R - -`;

describe('what the extension accepts', () => {
  for (const [rule, text, roles] of [
    ['[NAME] and [profile NAME] are one', `[a]\n${ONE}[profile b]\n${ONE}`, [one('a'), one('b')]],
    ['profile in any case, once', `[PROFILE  profile x]\n${ONE}`, [one('profile x')]],
    ['spaces around a name go', `[  a b  ]\n${ONE}`, [one('a b')]],
    ['a bracket may stand in a name', `[a]b]\n${ONE}`, [one('a]b')]],
    ['a comment needs no space before it', `[a] ; x\n${ONE}color = ffaaee#x\n;y\n`, [one('a')]],
    ['any line end counts', `[a]\r\n${ONE.replaceAll('\n', '\r')}`, [one('a')]],
    ['a byte order mark is no text', `\uFEFF[a]\n${ONE}`, [one('a')]],
    [
      'a role ARN says account and role, path included',
      '[a]\nrole_arn = arn:aws:iam::1:role/p/R\n',
      ['a 1 p/R - -'],
    ],
    ['the partition is not looked at', '[a]\nrole_arn = arn:x:iam::1:role/R\n', ['a 1 R - -']],
    ['the account may be an alias', '[a]\naws_account_id = my-org\nrole_name = p/R\n', ['a my-org p/R - -']],
    [
      'a base account is no role; its targets take over role and region, but for their own',
      '[b]\naws_account_id = 1\nrole_name = Login\ntarget_role_name = T\ntarget_region = r1\n' +
        '[x]\naws_account_id = 2\nsource_profile = b\n' +
        '[y]\naws_account_id = 3\nsource_profile = b\nrole_name = Own\nregion = r2\n',
      ['x 2 T r1 -', 'y 3 Own r2 -'],
    ],
    [
      'several levels, in any order',
      '[z]\naws_account_id = 3\nrole_name = Z\nsource_profile = y\n' +
        '[y]\naws_account_id = 2\nrole_name = Y\nsource_profile = x\n[x]\naws_account_id = 1\n',
      ['z 3 Z - y', 'y 2 Y - -'],
    ],
  ] as const)
    it(rule, () => {
      assert.deepEqual(offered(text), roles);
      ConfigParser.parseIni(text);
    });

  it('a base account with role_arn is a role itself, and the source of its targets', () => {
    const text =
      '[b]\nrole_arn = arn:aws:iam::1:role/B\n[x]\nrole_arn = arn:aws:iam::2:role/X\nsource_profile = b\n';
    assert.deepEqual(offered(text), ['b 1 B - -', 'x 2 X - b']);
  });

  it('a second = ends a value, and that is said', () => {
    const { sections, notes } = readRolesText(`[a]\n${ONE}image = https://x/?a=b\n`, 'f');
    assert.equal(sections[0]?.settings.get('image')?.value, 'https://x/?a');
    assert.deepEqual(notes, ["f:4: the value of image ends at its second '=', as the extension has it"]);
  });
});

const refused: readonly (readonly [text: string, message: string, hint: string])[] = [
  [
    `[a]\n${ONE}color = #ffaaee\n`,
    "f:4: [a] has no value for color: what follows '#' is a comment",
    "write the value without '#', for example color = ffaaee",
  ],
  ['x = 1\n', 'f:1: a line before the first section', 'begin with [NAME] of a role'],
  [
    `[constructor]\n${ONE}`,
    'f:1: [constructor] is a word that breaks the extension',
    'give the section another name',
  ],
  [`[a]\n${ONE}toString = x\n`, 'f:4: toString is a word that breaks the extension', 'take it out'],
  [`[a]\n${ONE}region =\n`, 'f:4: [a] has a line without KEY = VALUE', 'give it a value, or delete the line'],
  [`[a]\n${ONE}region\n`, 'f:4: [a] has a line without KEY = VALUE', 'give it a value, or delete the line'],
  [`[a]\n${ONE}role_name = S\n`, 'f:4: [a] has role_name twice', 'keep one of the two'],
  [
    `[a]\n${ONE}role_arn = arn:aws:iam::1:role/R\n`,
    'f:1: [a] has role_arn and aws_account_id or role_name beside it',
    'keep one or the other',
  ],
  [
    '[a]\nrole_arn = arn:aws:iam::1:user/R\n',
    "f:2: role_arn 'arn:aws:iam::1:user/R' is not the ARN of a role",
    'write arn:aws:iam::123456789012:role/NAME',
  ],
  [
    `[default]\nregion = eu-west-1\n[a]\n${ONE}`,
    'f:1: [default] has no aws_account_id, which every section must have',
    'add it, or take the section out',
  ],
  [
    '[a]\naws_account_id = 1\n',
    'f:1: [a] has no role',
    'add role_name, or target_role_name in its base account',
  ],
  [
    '[b]\naws_account_id = 1\n[a]\naws_account_id = 1\nsource_profile = b\n',
    'f:3: [a] has no role',
    'add role_name, or target_role_name in its base account',
  ],
  [
    `[a]\n${ONE}source_profile = nope\n`,
    "f:4: source_profile 'nope' of [a] does not exist",
    'add [nope] with aws_account_id = the account people sign in to',
  ],
];

describe('what the extension refuses, and so does awsrole', () => {
  for (const [text, message, hint] of refused)
    it(message, () => {
      assert.throws(() => ConfigParser.parseIni(text));
      assert.throws(() => offered(text), { name: 'AwsroleError', message, hints: [hint] });
    });
});

describe('what only awsrole refuses', () => {
  it('two sections of one name: one profile cannot be both', () => {
    const text = `[a]\n${ONE}[profile a]\n${ONE}`;
    assert.equal(ConfigParser.parseIni(text).singles.length, 2);
    assert.throws(() => offered(text), { message: 'f:4: [a] stands at line 1 already' });
  });

  it('a section without a name', () => {
    const text = `[ ]\n${ONE}`;
    assert.doesNotThrow(() => ConfigParser.parseIni(text));
    assert.throws(() => offered(text), { message: 'f:1: a section without a name' });
  });

  it('a circle of source_profile, which the extension never shows', () => {
    const text = `[a]\n${ONE}source_profile = b\n[b]\n${ONE}source_profile = a\n`;
    assert.doesNotThrow(() => ConfigParser.parseIni(text));
    assert.throws(() => offered(text), { message: 'f:1: [a] is reached only in a circle of source_profile' });
  });
});

it('any text is accepted or refused as by the extension’s own parser, and gives the same roles', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'profile d', 'Profile  e', 'f]g');
  const line = fc.oneof(
    name.map(text => `[${text}]`),
    fc
      .constantFrom('aws_account_id', 'role_name', 'target_role_name', 'target_region', 'region')
      .map(key => `${key} = ${key}-1`),
    name.map(text => `source_profile = ${text.replace(/^profile\s+/i, '')}`),
    fc.constantFrom('role_arn = arn:aws:iam::1:role/p/R', 'role_arn=arn:aws:iam::1:role', 'role_arn = x'),
    fc.constantFrom('', '; c', 'color = #f', 'image = a=b', '= x', '[]', '[ ]', 'region =', 'Region = x'),
  );
  const good = name.map(text => `[${text}]\naws_account_id = 1\nrole_name = R`);
  const text = fc
    .array(fc.tuple(fc.oneof(line, good), fc.constantFrom('\n', '\r\n', ' # c\n', '\t;\r')), { maxLength: 9 })
    .map(lines => lines.flat().join(''));
  let compared = 0;
  const verdictOf = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      return error instanceof AwsroleError && /already$|circle|without a name/.test(error.message)
        ? 'ours alone'
        : 'refused';
    }
  };
  fc.assert(
    fc.property(text, written => {
      const own = verdictOf(() => {
        const { sections } = readRolesText(written, 'f');
        const sources = new Set(sections.map(section => section.settings.get('source_profile')?.value));
        return offeredRoles(sections)
          .filter(({ name, settings }) => settings.has('source_profile') || !sources.has(name))
          .map(({ name, account, role, region }) => ({ name, account, role, region }));
      });
      fc.pre(own !== 'ours alone');
      const theirs = verdictOf(() => offeredByExtension(written));
      const byName = (roles: unknown) =>
        Array.isArray(roles) ? [...roles].sort((a, b) => (a.name < b.name ? -1 : 1)) : roles;
      assert.deepEqual(byName(own), byName(theirs));
      if (Array.isArray(own)) compared += own.length;
    }),
    { numRuns: 800 },
  );
  assert.ok(compared > 100, `only ${compared} roles were compared`);
});
