import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isReplaceable,
  isSafeSectionName,
  removeSections,
  replaceSection,
} from '../../../../src/core/edit/credentials-section.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { findSection } from '../../../support/find-section.ts';
import { managedSection } from '../../../support/profiles.ts';

const NEW = [['k', 'new']] as const;

const edits: readonly (readonly [rule: string, before: string | undefined, after: string])[] = [
  ['no file: only the section', undefined, '[mfa]\nk = new\n'],
  ['empty file', '', '[mfa]\nk = new\n'],
  ['only a byte order mark', '\uFEFF', '\uFEFF[mfa]\nk = new\n'],
  ['a missing section follows one blank line', '[a]\nk=v\n', '[a]\nk=v\n\n[mfa]\nk = new\n'],
  ['also after a final blank line', '[a]\nk=v\n\n', '[a]\nk=v\n\n\n[mfa]\nk = new\n'],
  [
    'a last line without a line ending gets one, and the blank line after it has a space',
    '[a]\nk=v',
    '[a]\nk=v\n \n[mfa]\nk = new\n',
  ],
  [
    'a missing section gets the line endings of the file',
    '[a]\r\nk=v\r\n',
    '[a]\r\nk=v\r\n\r\n[mfa]\r\nk = new\r\n',
  ],
  ['a section is replaced in place', '[a]\nk=v\n[mfa]\nold=1\nx=2\n[b]\n', '[a]\nk=v\n[mfa]\nk = new\n[b]\n'],
  ['a byte order mark is kept', '\uFEFF[mfa]\nold=1\n[b]', '\uFEFF[mfa]\nk = new\n[b]'],
  ['a missing final line ending is kept', '[a]\n[mfa]\nold=1', '[a]\n[mfa]\nk = new'],
  ['a header with spaces and a comment matches', '[ mfa ] # mine\nold=1\n', '[mfa]\nk = new\n'],
  ['a header with text after it matches', '[mfa] junk\nold=1\n', '[mfa]\nk = new\n'],
  [
    'similar names do not match',
    '[mfa2]\n[MFA]\n[profile mfa]\n',
    '[mfa2]\n[MFA]\n[profile mfa]\n\n[mfa]\nk = new\n',
  ],
  [
    'comments and blank lines above the next header stay',
    '[mfa]\nold=1\n# old\nx=2\n\n# about b\n; more\n[b]\n',
    '[mfa]\nk = new\n\n# about b\n; more\n[b]\n',
  ],
  [
    'comments and blank lines at the end of the file stay',
    '[mfa]\nold=1\n\n# end',
    '[mfa]\nk = new\n\n# end',
  ],
  [
    'sub-properties and continued lines are replaced too',
    '[mfa]\ns3 =\n  x=1\nk=v\n  more\n[b]\n',
    '[mfa]\nk = new\n[b]\n',
  ],
  [
    'the first of several sections is replaced and the others are removed',
    '[mfa]\na=1\n[b]\nk=v\n[ mfa ]\na=2\n\n# c\n[c]\n[mfa]\na=3',
    '[mfa]\nk = new\n[b]\nk=v\n\n# c\n[c]\n',
  ],
  ['a broken header ends a section', '[mfa]\nold=1\n[broken\nx=1\n', '[mfa]\nk = new\n[broken\nx=1\n'],
  [
    'with mixed line endings, the more frequent one is used',
    '[a]\r\nk=v\r\n[mfa]\nold=1\nx=1\ny=2\n',
    '[a]\r\nk=v\r\n[mfa]\r\nk = new\r\n',
  ],
  [
    'keys get the indentation of the next header, so that the AWS CLI does not read it as part of a value',
    '  [mfa]\n  old=1\n  [b]\n  k=v\n',
    '[mfa]\n  k = new\n  [b]\n  k=v\n',
  ],
];

describe('replaceSection', () => {
  for (const [rule, before, after] of edits) {
    it(`${rule}, and a second edit changes nothing`, () => {
      assert.equal(replaceSection(before, 'mfa', NEW), after);
      assert.equal(replaceSection(after, 'mfa', NEW), after);
    });
  }

  it('writes the comment once under the header, also without entries', () => {
    const options = { comment: 'written by awsrole' };
    const full = replaceSection('[mfa]\nold=1\n[b]\n', 'mfa', NEW, options);
    assert.equal(full, '[mfa]\n# written by awsrole\nk = new\n[b]\n');
    const empty = replaceSection(full, 'mfa', [], options);
    assert.equal(empty, '[mfa]\n# written by awsrole\n[b]\n');
    assert.equal(replaceSection(empty, 'mfa', [], options), empty);
  });

  const refused: readonly (readonly [what: string, name: string, key: string, value: string])[] = [
    ...['a]b', 'a\nb', 'a\rb', 'a\0b', ' a', 'a ', '', 'a #b', '#a', 'profile a', '__proto__'].map(
      name => [`the name ${JSON.stringify(name)}`, name, 'k', 'hunter2'] as const,
    ),
    ...['a\nb', 'a\rb', 'a\0b', ' a', 'a\t', 'a #b', 'a ;b', '#a', 'a\x1b[m'].map(
      value =>
        [
          `the value ${JSON.stringify(value)}`,
          'mfa',
          'k',
          `${value.slice(0, 1)}hunter2${value.slice(1)}`,
        ] as const,
    ),
    ...['', 'K', 'a b', 'a=', 'a\n', 'a-b'].map(
      key => [`the key ${JSON.stringify(key)}`, 'mfa', key, 'hunter2'] as const,
    ),
  ];
  for (const [what, name, key, value] of refused) {
    it(`refuses ${what} and does not show the value`, () => {
      assert.throws(
        () => replaceSection('[a]\n', name, [[key, value]]),
        error =>
          error instanceof AwsroleError && !`${error.message} ${error.hints.join(' ')}`.includes('hunter2'),
      );
    });
  }

  it('refuses a comment that would start a new line', () => {
    assert.throws(() => replaceSection('', 'mfa', NEW, { comment: 'a\n[b]' }), AwsroleError);
  });
});

describe('removeSections', () => {
  it('removes all sections with the name and nothing else', () => {
    const text = '\uFEFF# top\r\n[mfa]\r\na=1\r\n\r\n# b\r\n[b]\r\nk=v\r\n[ mfa ]\r\na=2';
    assert.equal(removeSections(text, ['mfa']), '\uFEFF# top\r\n\r\n# b\r\n[b]\r\nk=v\r\n');
  });

  it('returns the text unchanged without such a section', () => {
    assert.equal(removeSections('[a]\nk=v', ['mfa']), '[a]\nk=v');
  });

  it('removes the blank line above a section at the end of the file, and no other blank line', () => {
    assert.equal(removeSections('[a]\nk=v\n\n\n[mfa]\nk=v\n', ['mfa']), '[a]\nk=v\n\n');
    assert.equal(removeSections('[a]\n\n[mfa]\nk=v\n[b]\n', ['mfa']), '[a]\n\n[b]\n');
  });

  it('keeps the line break above a section that the user put right below another one', () => {
    assert.equal(removeSections('[a]\nk=v\n[mfa]\nk=v\n', ['mfa']), '[a]\nk=v\n');
  });
});

describe('isReplaceable', () => {
  const SECRET = 'aws_secret_access_key=s\n';
  const SESSION = `aws_access_key_id=ASIAEXAMPLE\n${SECRET}aws_session_token=t\n`;
  for (const [what, section] of [
    ['no section', '[b]\nregion=x\n'],
    ['an empty section', '[mfa]\n# nothing\n'],
    ['a temporary session', `[mfa]\n${SESSION}`],
    ['a temporary session without its token', `[mfa]\naws_access_key_id=ASIAEXAMPLE\n${SECRET}`],
    ['the old name of the token', `[mfa]\naws_access_key_id=ASIAEXAMPLE\n${SECRET}aws_security_token=t\n`],
    ['another service’s temporary key', `[mfa]\naws_access_key_id=LSIAX\n${SECRET}aws_session_token=t\n`],
    ['what aws-mfa writes', `[mfa]\nassumed_role = False\n${SESSION}expiration = 2026-11-30 08:28:00\n`],
    ['what saml2aws writes', `[mfa]\n${SESSION}x_principal_arn=a\nx_security_token_expires=b\n`],
    ['expiry keys of other spellings', `[mfa]\n${SESSION}aws_session_expiration=a\ntoken_expiry=b\n`],
    ['empty settings', `[mfa]\nregion =\n${SESSION}`],
    ['a section that awsrole wrote', managedSection('mfa')],
    ['what is left of a section that awsrole wrote', '[mfa]\nawsrole_mfa_serial=x\n'],
  ] as const)
    it(`is true for ${what}`, () => assert.equal(isReplaceable(section, 'mfa'), true));

  for (const [what, section] of [
    ['a section that awsrole wrote, with a setting of the user', `${managedSection('mfa')}region=x\n`],
    ['long-term keys', `[mfa]\naws_access_key_id=AKIAEXAMPLE\n${SECRET}`],
    [
      'a long-term key beside a token',
      `[mfa]\naws_access_key_id=AKIAEXAMPLE\n${SECRET}aws_session_token=t\n`,
    ],
    ['keys of another service without a token', `[mfa]\naws_access_key_id=minio\n${SECRET}`],
    ['a secret without its key ID', `[mfa]\n${SECRET}`],
    ['a region', `[mfa]\n${SESSION}region=eu-west-1\n`],
    ['a role', `[mfa]\n${SESSION}role_arn=x\n`],
    ['sub-properties', `[mfa]\n${SESSION}s3 =\n  max_queue_size=1\n`],
    ['a line that cannot be read', `[mfa]\n${SESSION}junk\n`],
    [
      'long-term keys in a second section of the name',
      `[mfa]\n${SESSION}[mfa]\naws_access_key_id=AKIAX\n${SECRET}`,
    ],
    ['long-term keys that a later line overrides', `[mfa]\naws_access_key_id=AKIAX\n${SESSION}`],
  ] as const)
    it(`is false for ${what}`, () => assert.equal(isReplaceable(section, 'mfa'), false));
});

describe('findSection', () => {
  it('returns the settings of all sections with the name, and undefined without such a section', () => {
    const section = findSection('[b]\nx=0\n[ mfa ]\nx=1\n[mfa]\ny=2\n', 'mfa');
    assert.deepEqual(
      section?.settings.map(({ key, value, line }) => `${line} ${key}=${value}`),
      ['4 x=1', '6 y=2'],
    );
    assert.equal(section?.place.line, 3);
    assert.equal(findSection('[b]\n', 'mfa'), undefined);
  });
});

describe('isSafeSectionName', () => {
  it('accepts names that all AWS tools read alike', () => {
    for (const name of [
      'mfa',
      'default',
      'a.b',
      "it's",
      'sp ace',
      'a#b',
      'prod-\u00e9',
      'constructor',
      'a[b',
      'profiles',
    ]) {
      assert.ok(isSafeSectionName(name), name);
    }
  });
});
