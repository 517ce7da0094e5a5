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

/** A reader's values by `profile/key` (`profile/parent.key` for a sub-property), without empty values. */
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
  .map(([text, profile, end]) => text.replace('$', () => profile) + end);
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
// never an indented line with a colon: the SDK and botocore disagree whether it continues the value above
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

/** Renames `[default]` if there is a `[profile default]`. */
const withoutReplaced = (text: string): string =>
  /^[ \t]*\[[ \t]*profile[ \t]+default[ \t]*\]/m.test(text)
    ? text.replaceAll(/^([ \t]*)\[[ \t]*default[ \t]*\]/gm, '$1[other]')
    : text;

/** Intended differences between awsrole and other readers. `rewrite` changes a text so that those readers agree with awsrole. */
const DEVIATIONS: readonly {
  reason: string;
  readers: readonly ('sdk' | 'botocore')[];
  rewrite: (text: string) => string;
}[] = [
  {
    reason: '`[profile default]` replaces `[default]`; the SDK ignores an empty one, botocore takes the last',
    readers: ['sdk', 'botocore'],
    rewrite: withoutReplaced,
  },
  {
    reason: 'awsrole trims `[ profile a ]` like the common parser of the SDKs; the other two do not',
    readers: ['sdk', 'botocore'],
    rewrite: text => text.replaceAll(/^([ \t]*)\[[ \t]+([^\]\n]*?)[ \t]+\]/gm, '$1[$2]'),
  },
  {
    reason:
      'awsrole merges sections of one name despite different spaces in the headers; botocore takes the last',
    readers: ['botocore'],
    rewrite: text => text.replaceAll('[profile\t', '[profile '),
  },
  {
    reason: 'a header with text after it begins a section, as in botocore, and awsrole reports a problem',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([ \t]*\[[^\]\n]*\]) x/gm, '$1'),
  },
  {
    reason: 'a comment may directly follow `]`, as in the common parser and in botocore',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([ \t]*\[[^\]\n]*\])([#;])/gm, '$1 $2'),
  },
  {
    reason: 'awsrole accepts `key : value` like the AWS CLI; the SDK skips the line',
    readers: ['sdk'],
    rewrite: text => text.replaceAll(/^([\w.-]+)[ \t]*:/gm, '$1='),
  },
  {
    reason: 'awsrole ignores the case of keys; the SDK keeps it, botocore keeps it for sub-properties',
    readers: ['sdk', 'botocore'],
    rewrite: text => text.replaceAll('Output', 'output'),
  },
  {
    reason:
      'a comment after a value begins with a space and `#` or `;`, as in the SDKs; botocore keeps it in the value',
    readers: ['botocore'],
    rewrite: text => text.replaceAll(/^(?![ \t]*[#;[])([^\n]*?)[ \t][#;][^\n\r]*/gm, '$1'),
  },
];

const shownTo = (reader: 'sdk' | 'botocore', text: string): string =>
  DEVIATIONS.filter(({ readers }) => readers.includes(reader)).reduce(
    (current, { rewrite }) => rewrite(current),
    text,
  );

/** Matches values that the SDK can return: it drops profiles whose names have spaces or non-ASCII letters. */
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
      Object.entries(settings).flatMap(([name, text]): [string, string][] => {
        if (typeof text === 'string') return text === '' ? [] : [[`${profile}/${name}`, text]];
        const nested = Object.entries(text as Record<string, string>);
        return nested.flatMap(([key, nestedText]) =>
          nestedText === '' ? [] : [[`${profile}/${name}.${key}`, nestedText]],
        );
      }),
    ),
  );

/** Parses each text with botocore; undefined for a text that botocore refuses. */
const byBotocore = async (t: TestContext, texts: readonly string[]): Promise<(Reading | undefined)[]> => {
  const options = { input: JSON.stringify(texts), timeoutMs: 300_000 };
  const { exitCode, stdout, stderr } = await run(t, 'python3', ['-c', SCRIPT, temporaryFolder(t)], options);
  assert.equal(exitCode, 0, stderr);
  return (JSON.parse(stdout) as (Record<string, Record<string, unknown>> | null)[]).map(one =>
    one ? flat(one) : undefined,
  );
};

/** Parses a text with the SDK for JavaScript. */
const bySdk = async (path: string, text: string): Promise<Reading> => {
  writeFileSync(path, text);
  const { configFile } = await loadSharedConfigFiles({
    configFilepath: path,
    filepath: path,
    ignoreCache: true,
  });
  return flat(
    Object.fromEntries(Object.entries(configFile).filter(([name]) => !name.startsWith('services.'))),
  );
};

/** Parses a text with awsrole. `hasProblem` tells whether awsrole reports a problem for a profile. */
const byAwsrole = (text: string): { reading: Reading; hasProblem(profile: string): boolean } => {
  const { byName, problems } = buildProfiles(parseIni(text, 'f'), undefined);
  const reading = [...byName].flatMap(([profile, { settings, nested }]) => [
    ...[...settings].map(([name, setting]) => [`${profile}/${name}`, setting.value] as const),
    ...[...nested].flatMap(([parent, inner]) =>
      [...inner].map(([name, setting]) => [`${profile}/${parent}.${name}`, setting.value] as const),
    ),
  ]);
  // awsrole reports an unclear header for the section above it; botocore may not take the lines below as a section
  const isHeaderUnclear = [...byName.values()].some(profile =>
    profile.problems.some(({ message }) => message.startsWith('this section header')),
  );
  return {
    reading: new Map(reading),
    hasProblem: profile =>
      isHeaderUnclear || problems.length + (byName.get(profile)?.problems.length ?? 0) > 0,
  };
};

/** Whether the text assigns an empty value to the key of `profile/key` somewhere. */
const isEmptied = (text: string, name: string): boolean =>
  new RegExp(`^\\s*${name.split(/[/.]/).at(-1)}\\s*[=:]\\s*([#;].*)?$`, 'im').test(text);

test('awsrole reads each value of a random config file like the SDK or botocore, or reports a problem', async t => {
  if (await lacks(t, 'boto3')) return;
  const path = join(temporaryFolder(t), 'config');
  let compared = 0;
  for (const texts of batches(file, 400, 4000)) {
    const botocore = await byBotocore(
      t,
      texts.map(text => shownTo('botocore', text)),
    );
    for (const [index, text] of texts.entries()) {
      const sdk = await bySdk(path, shownTo('sdk', text));
      const { reading, hasProblem } = byAwsrole(text);
      const refused = botocore[index] === undefined;
      for (const entry of new Set([reading, sdk, botocore[index] ?? sdk].flatMap(one => [...one.keys()]))) {
        const theirs = [
          ...(refused ? [] : [botocore[index]?.get(entry)]),
          ...(SDK_NAME.test(entry) ? [sdk.get(entry)] : []),
        ];
        if (theirs.length === 0 || hasProblem(entry.slice(0, entry.indexOf('/')))) continue;
        // awsrole ignores an empty value: it does not replace an earlier value
        if (isEmptied(text, entry)) continue;
        compared += 1;
        // only botocore continues a value in indented lines, and it may have refused the file for another reason
        if (refused)
          theirs.push(
            ...theirs
              .filter(text => text && reading.get(entry)?.startsWith(`${text}\n`))
              .map(() => reading.get(entry)),
          );
        assert.ok(
          theirs.includes(reading.get(entry)),
          `${entry} in ${JSON.stringify(text)} is ${reading.get(entry)}, not one of ${theirs}; replay: ${REPLAY}`,
        );
      }
    }
  }
  assert.ok(compared > 100, `only ${compared} values were compared`);
});
