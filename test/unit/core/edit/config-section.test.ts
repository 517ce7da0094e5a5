import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configHeader, replaceProfile } from '../../../../src/core/edit/config-section.ts';

const put = (text: string | undefined, name = 'dev'): string =>
  replaceProfile(text, { name, header: configHeader(name) ?? '' }, [['k', 'new']]);

describe('the header of a profile', () => {
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
    it(`${JSON.stringify(name)}: ${header ?? 'none that every tool reads alike'}`, () =>
      assert.equal(configHeader(name), header));
});

describe('a profile in a config file', () => {
  const NEW = '[profile dev]\nk = new\n';
  for (const [rule, before, after] of [
    ['without a file', undefined, NEW],
    ['below what is there', '[default]\nx=1\n', `[default]\nx=1\n\n${NEW}`],
    ['replaced where it stands', '[profile dev]\nold=1\n# c\n[b]\n', `${NEW}# c\n[b]\n`],
    ['however its header is spelled', '[ profile  "dev" ] ; x\nold=1\n[profile dev]\n', NEW],
    [
      'CRLF and a byte order mark kept',
      '\uFEFF[a]\r\n[profile dev]\r\nx=1\r\n[b]\r\n',
      '\uFEFF[a]\r\n[profile dev]\r\nk = new\r\n[b]\r\n',
    ],
    [
      'other kinds of sections and longer names are others',
      '[dev]\n[services dev]\n[sso-session dev]\n[profile dev2]\n',
      `[dev]\n[services dev]\n[sso-session dev]\n[profile dev2]\n\n${NEW}`,
    ],
  ] as const)
    it(rule, () => {
      assert.equal(put(before), after);
      assert.equal(put(after), after);
    });

  it('default, in either spelling', () => {
    assert.equal(put('[profile default]\nx=1\n[default]\ny=1\n', 'default'), '[default]\nk = new\n');
  });
});
