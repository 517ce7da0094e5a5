import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
import { parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles } from '../../src/core/profiles/profiles.ts';
import { batches, fc, REPLAY } from '../support/property.ts';
import { run } from '../support/run.ts';
import { temporaryFolder } from '../support/temp.ts';
import { lacks } from '../support/tools.ts';

/** `profile/key` (`profile/parent.key` for a sub-property) → its value, without empty ones. */
type Reading = ReadonlyMap<string, string>;

const name = fc.constantFrom('default', 'a', 'b.c', 'x-1', 'é', '"q r"', "'s'");
const header = fc
  .tuple(
    fc.constantFrom(
      '[profile $]',
      '[profile $]',
      '[profile\t$]',
      '[ profile $ ]',
      '[$]',
      '  [profile $]',
      '[services $]',
    ),
    name,
    fc.constantFrom('', '', ' ', ' # c', ';c', ' x'),
  )
  .map(([text, its, end]) => text.replace('$', () => its) + end);
const key = fc.constantFrom('region', 'role_arn', 'Output', 's3', 'k', 'aws_access_key_id', 'a.b');
const value = fc.oneof(
  fc.constantFrom(
    '',
    'v',
    'v w',
    'a=b',
    'a:b',
    'https://x/#f',
    '"v"',
    'v # c',
    'v ;c',
    'v#c',
    'v;c',
    '100%',
    '%(k)s',
    '$HOME',
    'é',
    '[v]',
    ' v ',
  ),
  fc.string({
    unit: fc.constantFrom('a', '=', ':', '#', ';', ' ', '[', ']', '%', '\\', '"', '\t'),
    maxLength: 6,
  }),
);
const equals = fc.constantFrom('=', ' = ', '=  ');
// not indented with a colon: whether that continues the value above is what the two do not agree on
const setting = fc
  .oneof(
    fc.tuple(fc.constantFrom('', '', '', '  ', '\t'), key, equals, value),
    fc.tuple(key, fc.constantFrom(' : ', ':'), value),
  )
  .map(parts => parts.join(''));
const line = fc.oneof(
  { weight: 6, arbitrary: setting },
  { weight: 2, arbitrary: header },
  { weight: 2, arbitrary: fc.constantFrom('', '  ', '# c', '  # c', ';c', '#[profile a]') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('  more', '  x = 1', 's3 =', 'junk', '= v', '[', '[]', ']', '[profile a'),
  },
);
const file = fc
  .tuple(
    header,
    fc.array(line, { maxLength: 9 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.constantFrom('', '\n'),
  )
  .map(([first, lines, newline, end]) => [first, ...lines].join(newline) + end);

/** `[default]` out of the way of a `[profile default]`. */
const withoutReplaced = (text: string): string =>
  /^[ \t]*\[[ \t]*profile[ \t]+default[ \t]*\]/m.test(text)
    ? text.replaceAll(/^([ \t]*)\[[ \t]*default[ \t]*\]/gm, '$1[other]')
    : text;

/** Where we knowingly read otherwise than one of the two: what it is shown instead, so that it reads the same. */
const DEVIATIONS: readonly {
  reason: string;
  readers: readonly ('sdk' | 'botocore')[];
  rewrite: (text: string) => string;
}[] = [
  {
    reason:
      '`[profile default]` replaces `[default]`; the SDK does not see an empty one, botocore takes the last',
    readers: ['sdk', 'botocore'],
    rewrite: withoutReplaced,
  },
  {
    reason: 'the common parser of the SDKs trims `[ profile a ]`; neither of the two does',
    readers: ['sdk', 'botocore'],
    rewrite: text => text.replaceAll(/^([ \t]*)\[[ \t]+([^\]\n]*?)[ \t]+\]/gm, '$1[$2]'),
  },
  {
    reason: 'sections of one name are one, whatever space is in their headers; botocore takes the last',
    readers: ['botocore'],
    rewrite: text => text.replaceAll('[profile\t', '[profile '),
  },
  {
    reason: 'a header with more behind it is complained of and still begins a section, as in botocore',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([ \t]*\[[^\]\n]*\]) x/gm, '$1'),
  },
  {
    reason: 'the common parser takes a comment right behind `]`, as botocore does',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([ \t]*\[[^\]\n]*\])([#;])/gm, '$1 $2'),
  },
  {
    reason: '`key : value` is what the AWS CLI takes; the SDK skips the line',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([\w.-]+)[ \t]*:/gm, '$1='),
  },
  {
    reason: 'no key has a case: the SDK keeps it, botocore that of sub-properties',
    readers: ['sdk', 'botocore'],
    rewrite: text => text.replaceAll('Output', 'output'),
  },
  {
    reason:
      'a comment behind a value begins with a space and `#` or `;`, as in the SDKs; botocore keeps it in the value',
    readers: ['botocore'],
    rewrite: text => text.replaceAll(/^(?![ \t]*[#;[])([^\n]*?)[ \t][#;][^\n\r]*/gm, '$1'),
  },
];

const shownTo = (reader: 'sdk' | 'botocore', text: string): string =>
  DEVIATIONS.filter(({ readers }) => readers.includes(reader)).reduce(
    (current, { rewrite }) => rewrite(current),
    text,
  );

/** A name that the SDK can hold: it leaves out profiles with a space or a letter beyond ASCII in their names. */
const SDK_NAME = /^[\w@+.%:/-]+\//;

const SCRIPT = `
import json, os, sys, botocore.configloader, botocore.exceptions
path = os.path.join(sys.argv[1], 'config')
def read(text):
    with open(path, 'w', newline='', encoding='utf8') as file: file.write(text)
    try: return botocore.configloader.load_config(path)['profiles']
    except botocore.exceptions.ConfigParseError: return None
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const flat = (loaded: Record<string, Record<string, unknown>>): Reading =>
  new Map(
    Object.entries(loaded).flatMap(([profile, settings]) =>
      Object.entries(settings).flatMap(([its, text]): [string, string][] => {
        if (typeof text === 'string') return text === '' ? [] : [[`${profile}/${its}`, text]];
        const inner = Object.entries(text as Record<string, string>);
        return inner.flatMap(([key, its2]) => (its2 === '' ? [] : [[`${profile}/${its}.${key}`, its2]]));
      }),
    ),
  );

/** Both readings that other tools have of each text; undefined where one refuses the file. */
const byBotocore = async (t: TestContext, texts: readonly string[]): Promise<(Reading | undefined)[]> => {
  const options = { input: JSON.stringify(texts), timeoutMs: 300_000 };
  const { exitCode, stdout, stderr } = await run(t, 'python3', ['-c', SCRIPT, temporaryFolder(t)], options);
  assert.equal(exitCode, 0, stderr);
  return (JSON.parse(stdout) as (Record<string, Record<string, unknown>> | null)[]).map(one =>
    one ? flat(one) : undefined,
  );
};

const bySdk = async (path: string, text: string): Promise<Reading> => {
  writeFileSync(path, text);
  const { configFile } = await loadSharedConfigFiles({
    configFilepath: path,
    filepath: path,
    ignoreCache: true,
  });
  return flat(Object.fromEntries(Object.entries(configFile).filter(([its]) => !its.startsWith('services.'))));
};

/** Our own reading, and whether something is said to be wrong with what a profile is made of. */
const byUs = (text: string): { reading: Reading; isComplaint(profile: string): boolean } => {
  const { byName, problems } = buildProfiles(parseIni(text, 'f'), undefined);
  const reading = [...byName].flatMap(([profile, { settings, nested }]) => [
    ...[...settings].map(([its, setting]) => [`${profile}/${its}`, setting.value] as const),
    ...[...nested].flatMap(([parent, inner]) =>
      [...inner].map(([its, setting]) => [`${profile}/${parent}.${its}`, setting.value] as const),
    ),
  ]);
  // said of the section above: the one below may be no section to botocore
  const isHeaderUnclear = [...byName.values()].some(profile =>
    profile.problems.some(({ message }) => message.startsWith('this section header')),
  );
  return {
    reading: new Map(reading),
    isComplaint: profile =>
      isHeaderUnclear || problems.length + (byName.get(profile)?.problems.length ?? 0) > 0,
  };
};

const isEmptied = (text: string, its: string): boolean =>
  new RegExp(`^\\s*${its.split(/[/.]/).at(-1)}\\s*[=:]\\s*([#;].*)?$`, 'im').test(text);

test('what the SDK and botocore read alike is read so, and where they differ it is as one of them or said aloud', async t => {
  if (await lacks(t, 'boto3')) return;
  const path = join(temporaryFolder(t), 'config');
  let silent = 0;
  for (const texts of batches(file, 400, 4000)) {
    const botocore = await byBotocore(
      t,
      texts.map(text => shownTo('botocore', text)),
    );
    for (const [index, text] of texts.entries()) {
      const sdk = await bySdk(path, shownTo('sdk', text));
      const { reading, isComplaint } = byUs(text);
      const refused = botocore[index] === undefined;
      for (const its of new Set([reading, sdk, botocore[index] ?? sdk].flatMap(one => [...one.keys()]))) {
        const theirs = [
          ...(refused ? [] : [botocore[index]?.get(its)]),
          ...(SDK_NAME.test(its) ? [sdk.get(its)] : []),
        ];
        if (theirs.length === 0 || isComplaint(its.slice(0, its.indexOf('/')))) continue;
        // an empty value is none to us: it does not undo an earlier one
        if (isEmptied(text, its)) continue;
        silent += 1;
        // a value that goes on in indented lines is botocore's, which may have refused the file for something else
        if (refused)
          theirs.push(
            ...theirs
              .filter(text => text && reading.get(its)?.startsWith(`${text}\n`))
              .map(() => reading.get(its)),
          );
        assert.ok(
          theirs.includes(reading.get(its)),
          `${its} in ${JSON.stringify(text)} is ${reading.get(its)}, not one of ${theirs}; replay: ${REPLAY}`,
        );
      }
    }
  }
  assert.ok(silent > 100, `only ${silent} values were compared`);
});
