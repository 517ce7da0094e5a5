import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configHeader, replaceProfiles } from '../../../../src/core/edit/config-section.ts';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { buildProfiles } from '../../../../src/core/profiles/profiles.ts';
import { fc, runs } from '../../../support/property.ts';

const put = (text: string | undefined, name = 'dev'): string =>
  replaceProfiles(text, [{ name, header: configHeader(name) ?? '', entries: [['k', 'new']] }]).text;

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

describe('replaceProfiles', () => {
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

const NAMES = ['dev', 'uat', 'my prod'];
const header = fc.constantFrom(
  '[profile dev]',
  '[profile "uat"]',
  "[profile 'my prod'] # c",
  '[other]',
  '[broken',
);
const other = fc.constantFrom('k = old', '  nested = 1', '', '# c', '; c', 'junk');
const configText = fc
  .tuple(fc.array(fc.oneof(header, other, other)), fc.constantFrom('', '\n'))
  .map(([lines, end]) => lines.join('\n') + end);
const wanted = fc
  .uniqueArray(fc.constantFrom(...NAMES))
  .map(names =>
    names.map(name => ({ name, header: configHeader(name) ?? '', entries: [['k', `of ${name}`] as const] })),
  );

it('replaceProfiles writes several profiles as it writes one after the other', () => {
  const property = fc.property(configText, wanted, (text, profiles) => {
    const options = { comment: 'by awsrole' };
    const { text: once } = replaceProfiles(text, profiles, options);
    const isMissing = (name: string): boolean => !profileNames(text).has(name);
    const [added, replaced] = [
      profiles.filter(({ name }) => isMissing(name)),
      profiles.filter(({ name }) => !isMissing(name)),
    ];
    const inTurn = [...replaced, ...added].reduce(
      (before, profile) => replaceProfiles(before, [profile], options).text,
      text,
    );
    assert.equal(once, inTurn);
    const again = replaceProfiles(once, profiles, options);
    assert.equal(again.text, once);
    assert.deepEqual([...again.same].sort(), profiles.map(({ name }) => name).sort());
  });
  fc.assert(property, { ...runs(300) });
});

/** The profiles that have a section in a config file. */
const profileNames = (text: string): Set<string> =>
  new Set(buildProfiles(parseIni(text, 'config'), undefined).byName.keys());
