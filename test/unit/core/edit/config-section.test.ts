import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configHeader, replaceProfile } from '../../../../src/core/edit/config-section.ts';

const put = (text: string | undefined, name = 'dev'): string =>
  replaceProfile(text, { name, header: configHeader(name) ?? '' }, [['k', 'new']]);

describe('configHeader', () => {
  for (const [name, header] of [
    ['dev', 'profile dev'],
    ['default', 'default'],
    ['a:b/c=d', 'profile a:b/c=d'],
    ['my dev', 'profile "my dev"'],
    ["it's", `profile "it's"`],
    ['a"b', `profile 'a"b'`],
    ['a\\b', `profile 'a\\b'`],
    ['profile x', 'profile "profile x"'],
    [`both ' and "`, undefined],
    ['a]b', undefined],
    ['a #b', undefined],
    ['a\nb', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ] as const)
    it(`returns ${header} for ${JSON.stringify(name)}`, () => assert.equal(configHeader(name), header));
});

describe('replaceProfile', () => {
  const NEW = '[profile dev]\nk = new\n';
  for (const [rule, before, after] of [
    ['writes only the section when there is no file', undefined, NEW],
    ['appends a missing section after one blank line', '[default]\nx=1\n', `[default]\nx=1\n\n${NEW}`],
    ['replaces a section in place', '[profile dev]\nold=1\n# c\n[b]\n', `${NEW}# c\n[b]\n`],
    ['matches all spellings of the header', '[ profile  "dev" ] ; x\nold=1\n[profile dev]\n', NEW],
    [
      'keeps CRLF line endings and a byte order mark',
      '\uFEFF[a]\r\n[profile dev]\r\nx=1\r\n[b]\r\n',
      '\uFEFF[a]\r\n[profile dev]\r\nk = new\r\n[b]\r\n',
    ],
    [
      'does not match other kinds of sections and longer names',
      '[dev]\n[services dev]\n[sso-session dev]\n[profile dev2]\n',
      `[dev]\n[services dev]\n[sso-session dev]\n[profile dev2]\n\n${NEW}`,
    ],
  ] as const)
    it(rule, () => {
      assert.equal(put(before), after);
      assert.equal(put(after), after);
    });

  it('matches [default] and [profile default] for the profile default', () => {
    assert.equal(put('[profile default]\nx=1\n[default]\ny=1\n', 'default'), '[default]\nk = new\n');
  });
});
