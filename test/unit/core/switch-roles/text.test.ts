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

/** The expected role for a section with the settings `ONE`. */
const one = (name: string): string => `${name} 111111111111 R - -`;

describe('awsrole accepts, like the extension,', () => {
  for (const [rule, text, roles] of [
    ['[NAME] and [profile NAME] alike', `[a]\n${ONE}[profile b]\n${ONE}`, [one('a'), one('b')]],
    [
      'the word profile in upper case, and removes it once',
      `[PROFILE  profile x]\n${ONE}`,
      [one('profile x')],
    ],
    ['spaces around a name', `[  a b  ]\n${ONE}`, [one('a b')]],
    ['a bracket in a name', `[a]b]\n${ONE}`, [one('a]b')]],
    ['a comment without a space before it', `[a] ; x\n${ONE}color = ffaaee#x\n;y\n`, [one('a')]],
    ['CR, LF and CRLF as line ends', `[a]\r\n${ONE.replaceAll('\n', '\r')}`, [one('a')]],
    ['a byte order mark', `\uFEFF[a]\n${ONE}`, [one('a')]],
    ['a role ARN with a path', '[a]\nrole_arn = arn:aws:iam::1:role/p/R\n', ['a 1 p/R - -']],
    ['a role ARN of any partition', '[a]\nrole_arn = arn:x:iam::1:role/R\n', ['a 1 R - -']],
    ['an account alias', '[a]\naws_account_id = my-org\nrole_name = p/R\n', ['a my-org p/R - -']],
    [
      'a base account, which is not a role and has the default role and region of its roles',
      '[b]\naws_account_id = 1\nrole_name = Login\ntarget_role_name = T\ntarget_region = r1\n' +
        '[x]\naws_account_id = 2\nsource_profile = b\n' +
        '[y]\naws_account_id = 3\nsource_profile = b\nrole_name = Own\nregion = r2\n',
      ['x 2 T r1 -', 'y 3 Own r2 -'],
    ],
    [
      'several levels of source_profile, in any order',
      '[z]\naws_account_id = 3\nrole_name = Z\nsource_profile = y\n' +
        '[y]\naws_account_id = 2\nrole_name = Y\nsource_profile = x\n[x]\naws_account_id = 1\n',
      ['z 3 Z - y', 'y 2 Y - -'],
    ],
  ] as const)
    it(rule, () => {
      assert.deepEqual(offered(text), roles);
      ConfigParser.parseIni(text);
    });

  it('a source_profile with a role_arn, which is a role and not a base account', () => {
    const text =
      '[b]\nrole_arn = arn:aws:iam::1:role/B\n[x]\nrole_arn = arn:aws:iam::2:role/X\nsource_profile = b\n';
    assert.deepEqual(offered(text), ['b 1 B - -', 'x 2 X - b']);
  });

  it('a second = in a line, which ends the value, and says so in a note', () => {
    const { sections, notes } = readRolesText(`[a]\n${ONE}image = https://x/?a=b\n`, 'f');
    assert.equal(sections[0]?.settings.get('image')?.value, 'https://x/?a');
    assert.deepEqual(notes, ["f:4: the value of image ends at the second '=', as in the extension"]);
  });
});

const refused: readonly (readonly [text: string, message: string, hint: string])[] = [
  [
    `[a]\n${ONE}color = #ffaaee\n`,
    "f:4: [a] has no value for color: '#' starts a comment",
    "write the value without '#', for example color = ffaaee",
  ],
  ['x = 1\n', 'f:1: a line before the first section', 'start with [NAME] of a role'],
  [`[constructor]\n${ONE}`, 'f:1: [constructor] is a word that breaks the extension', 'rename the section'],
  [`[a]\n${ONE}toString = x\n`, 'f:4: toString is a word that breaks the extension', 'remove it'],
  [`[a]\n${ONE}region =\n`, 'f:4: [a] has a line without KEY = VALUE', 'give it a value, or delete the line'],
  [`[a]\n${ONE}region\n`, 'f:4: [a] has a line without KEY = VALUE', 'give it a value, or delete the line'],
  [`[a]\n${ONE}role_name = S\n`, 'f:4: [a] has role_name twice', 'keep one of them'],
  [
    `[a]\n${ONE}role_arn = arn:aws:iam::1:role/R\n`,
    'f:1: [a] has role_arn together with aws_account_id or role_name',
    'keep one or the other',
  ],
  [
    '[a]\nrole_arn = arn:aws:iam::1:user/R\n',
    "f:2: role_arn 'arn:aws:iam::1:user/R' is not the ARN of a role",
    'write arn:aws:iam::123456789012:role/NAME',
  ],
  [
    `[default]\nregion = eu-west-1\n[a]\n${ONE}`,
    'f:1: [default] has no aws_account_id, which every section requires',
    'add it, or remove the section',
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
    'add [nope] with aws_account_id = the account that users sign in to',
  ],
];

describe('awsrole rejects, like the extension:', () => {
  for (const [text, message, hint] of refused)
    it(message, () => {
      assert.throws(() => ConfigParser.parseIni(text));
      assert.throws(() => offered(text), { name: 'AwsroleError', message, hints: [hint] });
    });
});

describe('awsrole rejects, unlike the extension,', () => {
  it('two sections with one name, which cannot become one profile', () => {
    const text = `[a]\n${ONE}[profile a]\n${ONE}`;
    assert.equal(ConfigParser.parseIni(text).singles.length, 2);
    assert.throws(() => offered(text), { message: 'f:4: [a] already exists at line 1' });
  });

  it('a section without a name', () => {
    const text = `[ ]\n${ONE}`;
    assert.doesNotThrow(() => ConfigParser.parseIni(text));
    assert.throws(() => offered(text), { message: 'f:1: a section without a name' });
  });

  it('a loop of source_profile, whose roles the extension never shows', () => {
    const text = `[a]\n${ONE}source_profile = b\n[b]\n${ONE}source_profile = a\n`;
    assert.doesNotThrow(() => ConfigParser.parseIni(text));
    assert.throws(() => offered(text), { message: 'f:1: [a] leads into a loop of source_profile settings' });
  });
});

it('random text is accepted or rejected as by the extension’s own parser, with equal roles', () => {
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
  const rolesOrRejection = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      return error instanceof AwsroleError && /already exists|loop|without a name/.test(error.message)
        ? 'rejected by awsrole only'
        : 'rejected';
    }
  };
  fc.assert(
    fc.property(text, written => {
      const own = rolesOrRejection(() => {
        const { sections } = readRolesText(written, 'f');
        const sources = new Set(sections.map(section => section.settings.get('source_profile')?.value));
        return offeredRoles(sections)
          .filter(({ name, settings }) => settings.has('source_profile') || !sources.has(name))
          .map(({ name, account, role, region }) => ({ name, account, role, region }));
      });
      fc.pre(own !== 'rejected by awsrole only');
      const theirs = rolesOrRejection(() => offeredByExtension(written));
      const byName = (roles: unknown) =>
        Array.isArray(roles) ? [...roles].sort((a, b) => (a.name < b.name ? -1 : 1)) : roles;
      assert.deepEqual(byName(own), byName(theirs));
      if (Array.isArray(own)) compared += own.length;
    }),
    { numRuns: 800 },
  );
  assert.ok(compared > 100, `only ${compared} roles were compared`);
});
