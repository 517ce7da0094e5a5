import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { configHeader, replaceProfiles } from '../../src/core/edit/config-section.ts';
import { replaceSection } from '../../src/core/edit/credentials-section.ts';
import { type IniFile, parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles, type Profile } from '../../src/core/profiles/profiles.ts';
import { run } from '../support/run.ts';
import { temporaryFolder } from '../support/temp.ts';

type Value = string | { [key: string]: string };
type Sections = Record<string, Record<string, Value>>;

/** Prints botocore's sections and profiles for each file on the command line; null for a file that botocore refuses. */
const SCRIPT = `
import json, sys
from botocore import configloader
from botocore.exceptions import ConfigParseError
def read(path):
    try:
        return [configloader.raw_config_parse(path), configloader.load_config(path)['profiles']]
    except ConfigParseError:
        return None
print(json.dumps([read(path) for path in sys.argv[1:]]))
`;

/** Parses each text with botocore. If botocore is missing, skips the test with a message and returns undefined. */
const parseWithBotocore = async (
  t: TestContext,
  texts: readonly string[],
): Promise<([Sections, Sections] | null)[] | undefined> => {
  const { exitCode: isMissing } = await run(t, 'python3', ['-c', 'import botocore']).catch(() => ({
    exitCode: 1,
  }));
  if (isMissing) {
    t.skip('not installed: python3 with botocore; this was NOT tested');
    return undefined;
  }
  const folder = temporaryFolder(t);
  const paths = texts.map((text, index) => {
    const path = join(folder, `${index}`);
    writeFileSync(path, text);
    return path;
  });
  const { exitCode, stdout, stderr } = await run(t, 'python3', ['-c', SCRIPT, ...paths]);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout);
};

const sectionsByAwsrole = (file: IniFile): Sections =>
  Object.fromEntries(
    file.sections.map(({ header, settings, nested }) => [
      header,
      Object.fromEntries(
        settings.map(({ key, value }): [string, Value] => {
          const inner = nested.get(key);
          return [key, inner ? Object.fromEntries(inner.map(one => [one.key, one.value])) : value];
        }),
      ),
    ]),
  );

const profileByAwsrole = ({ settings, nested }: Profile): Record<string, Value> =>
  Object.fromEntries([
    ...[...settings].map(([key, { value }]): [string, Value] => [key, value]),
    ...[...nested].map(([key, inner]): [string, Value] => [
      key,
      Object.fromEntries([...inner].map(([name, { value }]) => [name, value])),
    ]),
  ]);

const edited = [
  '',
  '[a]\nk=v',
  '# top\r\n[a]\r\nk = v\r\n\r\n[mfa]\r\nold = 1\r\n# b\r\n[b]\r\nk = v\r\n',
  '[mfa] # c\nold = 1\n  more\n[b]\nk = v',
  '[mfa]\ns3 =\n  x = 1\n\n[b]\ns3 =\n  x = 1\n  y = 2\n',
  '  [a]\n  k = v\n  [mfa]\n  old = 1\n  [b]\n  k = v\n',
  '[a]\nk = v\n[mfa]\n  [b]\n  k = v\n',
  '[a]\nk = v\n  more\n\n  and\n\n[sp ace]\nk = v\n',
  '[a]\nk : v:w\nu=https://x/#a\ncolor=#fff\n',
];

it('botocore and awsrole read the same sections from an edited credentials file', async t => {
  const wanted = [
    ['aws_access_key_id', 'ASIAEXAMPLE'],
    ['aws_secret_access_key', 'a/b+c=%d%(e)s'],
    ['aws_session_token', 'IQoJ=='],
    ['note', '"quoted" it\'s [x] a:b a#b;c'],
  ] as const;
  const results = edited.map(text => replaceSection(text, 'mfa', wanted, { comment: 'written by awsrole' }));
  const answers = await parseWithBotocore(t, results);
  for (const [index, answer] of (answers ?? []).entries()) {
    const result = results[index] ?? '';
    assert.ok(answer, `botocore refuses ${JSON.stringify(result)}`);
    assert.deepEqual(sectionsByAwsrole(parseIni(result, 'f')), answer[0]);
    assert.deepEqual(answer[0]['mfa'], Object.fromEntries(wanted));
  }
});

const configs = [
  '[default]\nregion = a\n[profile x]\nregion = b\n',
  '[default]\nregion = a\n[profile default]\nregion = b\n',
  '[profile "sp ace"]\nk=v\n[profile \'q\']\nk=v\n[profile\ttab]\nk=v\n[profile  two]\nk=v\n',
  '[profile "it\'s"]\nk=v\n[profile a.b]\nk=v\n[profile \u00e9\u6771]\nk=v\n[profile a@b/c+d:e%f]\nk=v\n',
  '[profile constructor]\nk=v\n[profile __proto__]\nk=v\n[x]\nk=v\n[preview]\nk=v\n',
  '[profile x]\n  region = a\n  s3 =\n    max = 1\n    style = path\n  output = json\n',
  '[profile x] # c\nrole_arn : arn:aws:iam::123456789012:role/r\nt:a=b\n\n# c\n  # c\nk = v\n  more\n',
  '[services s]\nsts =\n  endpoint_url = http://x\n[sso-session s]\nsso_region = r\n[profile x]\nservices = s\n',
];

it('botocore and awsrole read the same profiles and values from a config file', async t => {
  const answers = await parseWithBotocore(t, configs);
  for (const [index, answer] of (answers ?? []).entries()) {
    const { byName } = buildProfiles(parseIni(configs[index] ?? '', 'f'), undefined);
    assert.ok(answer, `botocore refuses ${JSON.stringify(configs[index])}`);
    const ours = Object.fromEntries([...byName].map(([name, profile]) => [name, profileByAwsrole(profile)]));
    assert.deepEqual(ours, answer[1]);
  }
});

it('botocore reads a profile that awsrole wrote under the same name', async t => {
  const names = [
    'dev',
    'default',
    'my dev',
    "it's",
    'a"b',
    'a\\b',
    'profile x',
    'a=b',
    'a:b',
    '\u00e9\u6771',
    '# x',
  ];
  const written = names.flatMap(name => {
    const header = configHeader(name);
    return header === undefined ? [] : [{ name, header }];
  });
  assert.equal(written.length, names.length - 1);
  const text = written.reduce(
    (before, { name, header }) => replaceProfiles(before, [{ name, header, entries: [['k', name]] }]).text,
    '',
  );
  const [answer] = (await parseWithBotocore(t, [text])) ?? [];
  if (answer) assert.deepEqual(answer[1], Object.fromEntries(written.map(({ name }) => [name, { k: name }])));
});
