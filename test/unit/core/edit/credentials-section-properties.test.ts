import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  isSafeSectionName,
  removeSections,
  replaceSection,
} from '../../../../src/core/edit/credentials-section.ts';
import { parseIni } from '../../../../src/core/ini/ini.ts';
import { findSection } from '../../../support/find-section.ts';
import { character, fc, runs } from '../../../support/property.ts';

const NAME = 'mfa';
const MATCHING = ['[mfa]', '[ mfa ]', '[mfa] # c', '\t[mfa];c'];
const OTHERS = ['[a]', '  [b] # c', '[profile mfa]', '[mfa2]', '[broken', '[]', '["mfa"]', '[mf\0a]', '[mfa'];
const BODY = [
  'k=v',
  'aws_access_key_id = AKIA',
  '  x = 1',
  's3 =',
  '  more',
  'junk',
  '= x',
  'k : v',
  '\u00e9=\u6771',
  'k = a\rb',
  'k = \u2028v',
  '\0',
];
const FILLER = ['', '  ', '# c', '  ; [mfa]', '#[mfa]', ';', '#\r', '\u3000', '# \u202e\0'];

const line = fc.oneof(
  fc.constantFrom(...MATCHING),
  fc.constantFrom(...OTHERS),
  fc.constantFrom(...BODY),
  fc.constantFrom(...FILLER),
);
const lines = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 20 }),
    fc.constantFrom('', '[a]', 'k=v', '# end', '[mfa]'),
  )
  .map(([mark, all, last]) => mark + all.flat().join('') + last);
/** The text of a credentials file or, rarely, arbitrary text. */
const file = fc.oneof(
  { weight: 9, arbitrary: lines },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.oneof(character, fc.constantFrom('\n', '[', ']', '=', ' ')) }),
  },
);
const key = fc.stringMatching(/^[a-z0-9_]{1,12}$/);
const value = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter(
    text =>
      text.trim() === text &&
      !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\p{Default_Ignorable_Code_Point}]|(^|\s)[#;]/u.test(text),
  );
const someEntries = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 6 });
const entries = fc.array(fc.tuple(key, value), { maxLength: 6 });
const options = fc.constantFrom({}, { comment: 'written by awsrole' });

/** The lines that the editor must not change, with their line endings. Independent of the code under test. */
const foreignLines = (text: string): string[] => {
  const kept: string[] = [];
  let pending: string[] | undefined;
  for (const current of text.replace('\uFEFF', '').match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const content = current.trim();
    const isFiller = content === '' || content.startsWith('#') || content.startsWith(';');
    if (content.startsWith('[')) {
      kept.push(...(pending ?? []));
      pending = /^\[\s*mfa\s*\]/.test(content) ? [] : undefined;
      if (pending === undefined) kept.push(current);
    } else if (pending === undefined) kept.push(current);
    else if (isFiller) pending.push(current);
    else pending = [];
  }
  return [...kept, ...(pending ?? [])];
};

const hasSection = (text: string): boolean =>
  parseIni(text, '').sections.some(({ header }) => header === NAME);

it('replaceSection keeps all bytes outside the section and leaves exactly one section with the name [P7]', () => {
  fc.assert(
    fc.property(file, someEntries, (text, wanted) => {
      const result = replaceSection(text, NAME, wanted);
      assert.equal(result.startsWith('\uFEFF'), text.startsWith('\uFEFF'));
      if (hasSection(text)) assert.deepEqual(foreignLines(result), foreignLines(text));
      else assert.ok(result.startsWith(text));
      assert.equal(parseIni(result, '').sections.filter(({ header }) => header === NAME).length, 1);
    }),
    runs(2000),
  );
});

it('removeSections removes only the section, and a blank line above it at the end of the file', () => {
  fc.assert(
    fc.property(file, text => {
      const result = removeSections(text, [NAME]);
      assert.ok(!hasSection(result));
      const kept = foreignLines(text).join('');
      const rest = kept.slice(result.replace('\uFEFF', '').length);
      assert.equal(result.replace('\uFEFF', '') + rest, kept);
      assert.match(rest, /^[ \r\n]*$/);
    }),
    runs(2000),
  );
});

it('removeSections undoes replaceSection in a file without the sections, byte for byte [P7]', () => {
  const names = ['mfa-1', 'mfa 2', 'mfa.3'];
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 3 }), someEntries, options, (text, count, wanted, more) => {
      const added = names.slice(0, count);
      const full = added.reduce((before, name) => replaceSection(before, name, wanted, more), text);
      assert.equal(removeSections(full, added), text);
    }),
    runs(2000),
  );
});

it('a second replaceSection with the same arguments changes nothing', () => {
  fc.assert(
    fc.property(file, entries, options, (text, wanted, more) => {
      const once = replaceSection(text, NAME, wanted, more);
      assert.equal(replaceSection(once, NAME, wanted, more), once);
    }),
    runs(2000),
  );
});

it('parseIni reads back the entries that replaceSection wrote, for every safe name', () => {
  const names = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isSafeSectionName),
    fc.constant(NAME),
  );
  fc.assert(
    fc.property(file, names, entries, options, (text, name, wanted, more) => {
      const section = findSection(replaceSection(text, name, wanted, more), name);
      assert.deepEqual(
        section?.settings.map(setting => [setting.key, setting.value]),
        wanted,
      );
      assert.deepEqual(section?.problems, []);
    }),
    runs(1000),
  );
});
