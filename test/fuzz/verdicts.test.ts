import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { refusalOf } from '../../src/core/ini/configparser.ts';
import { parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles } from '../../src/core/profiles/profiles.ts';
import { readProfilesLike, type Tool } from '../../src/core/profiles/tool-profiles.ts';
import { judgeRole } from '../../src/core/report/tool-verdict.ts';
import { batches, fc, REPLAY } from '../support/property.ts';
import {
  byBotocore,
  bySdk,
  secretOf,
  type ToolCase,
  type ToolResult,
  tokenOf,
} from '../support/tool-oracles.ts';
import { lacks } from '../support/tools.ts';

const ROLE = 'arn:aws:iam::123456789012:role/Developer';
const VALUES: Readonly<Record<string, readonly string[]>> = {
  source_profile: ['mfa', 'mfa', 'mfa', 'default', 'a', 'b', 'two words', 'missing', 'half', ''],
  mfa_serial: ['arn:aws:iam::123456789012:mfa/alice', 'GAHT12345678', ''],
  external_id: ['id-1', 'x', 'two words', ''],
  role_session_name: ['alice', 'a b', 'x', ''],
  duration_seconds: ['3600', '900', '60', '43200', '99999', '3_600', '1h', 'long', '+1800', '3600.5', ''],
  credential_source: ['Environment', 'environment', 'Nowhere', ''],
  web_identity_token_file: ['TOKENFILE', ''],
  region: ['eu-west-1', 'eu-west-1', 'eu-west-1', 'eu_west_1', 'eu west', '-x', ''],
  endpoint_url: ['https://sts.example', 'sts.example', 'http://127.0.0.1:9', 'https://a_b', '//x', ''],
  sts_regional_endpoints: ['legacy', 'regional', 'global', 'Legacy', ''],
  retry_mode: ['standard', 'Standard', 'fast', ''],
  max_attempts: ['3', '0', 'many', '-1', '1_0', ''],
  defaults_mode: ['Standard', 'auto', 'fast', ''],
  services: ['local', 'missing', ''],
  api_versions: ['\n  sts = 2011-06-15', 'x'],
  s3: ['\n  max_concurrent_requests = 1', 'x'],
  metadata_service_timeout: ['1', '1.5', ''],
  ec2_metadata_service_endpoint_mode: ['IPv6', 'ipv5'],
  request_checksum_calculation: ['WHEN_REQUIRED', 'always'],
  account_id_endpoint_mode: ['Disabled', 'off'],
  request_min_compression_size_bytes: ['10', '0', '9999999', 'x'],
  use_fips_endpoint: ['maybe', 'false'],
};

const decorated = (value: string): fc.Arbitrary<string> =>
  value.startsWith('\n')
    ? fc.constant(value)
    : fc
        .oneof(
          { weight: 12, arbitrary: fc.constant('$') },
          { weight: 1, arbitrary: fc.constantFrom('$ # c', '$ ;c', '$#c', '"$"', "'$'", '$\n  more') },
        )
        .map(form => form.replace('$', () => value));

const spelled = (key: string): fc.Arbitrary<string> =>
  fc
    .oneof(
      { weight: 14, arbitrary: fc.constantFrom('$ = ', '$=') },
      // the SDK does not read `key : value`, which makes a profile broken even where it could do without that key
      {
        weight: 1,
        arbitrary: fc.constantFrom('  $ = ', ...(key === 'role_arn' ? ['$ : ', '$: '] : [])),
      },
    )
    .map(form => form.replace('$', key));

/** Half of the values are the first of their key, which every tool accepts. */
const lineOf = (key: string): fc.Arbitrary<string> => {
  const values = VALUES[key] as readonly [string, ...string[]];
  return fc
    .tuple(fc.oneof(fc.constant(values[0]), fc.constantFrom(...values)).chain(decorated), spelled(key))
    .map(([value, start]) => start + value);
};

const roleArn = fc
  .oneof(
    { weight: 8, arbitrary: fc.constant(ROLE) },
    { weight: 1, arbitrary: fc.constantFrom('Developer', `"${ROLE}"`, `${ROLE} # c`, '') },
  )
  .chain(value => spelled('role_arn').map(start => start + value));

const header = fc.tuple(
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c') },
    { weight: 1, arbitrary: fc.constantFrom('two words', "it's", 'é') },
  ),
  fc.oneof(
    { weight: 10, arbitrary: fc.constant('[profile $]') },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '[profile "$"]',
        '[ profile $ ]',
        '[profile $] # c',
        '[profile\t$]',
        '[Profile $]',
      ),
    },
  ),
);

const keys = (header: string, id: string, form = '$'): string =>
  [
    `[${header}]`,
    `aws_access_key_id = ${id}`,
    `aws_secret_access_key = ${form.replace('$', () => secretOf(id))}`,
    ...(tokenOf(id) ? [`aws_session_token = ${tokenOf(id)}`] : []),
    '',
  ].join('\n');

const profileText = fc
  .tuple(
    header,
    roleArn,
    fc.oneof({ weight: 9, arbitrary: lineOf('source_profile') }, { weight: 1, arbitrary: fc.constant('') }),
    fc.array(
      fc
        .oneof(
          { weight: 2, arbitrary: fc.constantFrom(...Object.keys(VALUES)) },
          { weight: 1, arbitrary: fc.constantFrom('mfa_serial', 'duration_seconds') },
        )
        .chain(lineOf),
      { maxLength: 2 },
    ),
  )
  .map(([[name, form], arn, source, lines]) => ({
    name,
    text: [form.replace('$', () => name), arn, source, ...lines, ''].join('\n'),
  }));

const toolCase: fc.Arbitrary<ToolCase> = fc
  .tuple(
    // awsrole merges sections of one name in any spelling of the header, other readers do not
    fc.uniqueArray(profileText, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    fc.constantFrom('', `[default]\nmfa_serial = ${VALUES['mfa_serial']?.[0]}\n`),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('$') },
      { weight: 1, arbitrary: fc.constantFrom('"$"', '$ # c') },
    ),
  )
  .map(([profiles, start, form]) => ({
    config: `${start}${profiles.map(({ text }) => text).join('')}[services local]\nsts =\n  endpoint_url = https://sts.example\n`,
    credentials: `${keys('default', 'AKIADEFAULT')}${keys('mfa', 'ASIAMFA', form)}[half]\naws_access_key_id = AKIAHALF\n`,
    names: profiles.map(({ name }) => name),
  }))
  .filter(({ config }) => refusalOf(config) === undefined);

/** What awsrole expects of a tool, in the terms of the oracle. */
const expectedBy = (tool: Tool, { config, credentials, names }: ToolCase): ToolResult[] => {
  const files = {
    config: { path: 'config', text: config },
    credentials: { path: 'credentials', text: credentials },
  };
  const ours = buildProfiles(parseIni(config, 'config'), parseIni(credentials, 'credentials'));
  const theirs = readProfilesLike(tool, files);
  return names.map((name): ToolResult => {
    const outcome = judgeRole({ tool, theirs, ours, proposed: 'mfa' }, name);
    if (outcome.fault) return 'broken';
    if (outcome.serials.length > 0) return 'prompts';
    const { end } = outcome;
    if (end.kind === 'other') return 'other';
    return `keys ${theirs.byName.get(end.profile)?.keys?.get('aws_access_key_id')?.value}`;
  });
};

const check = async (t: TestContext, cases: readonly ToolCase[]): Promise<Map<ToolResult, number>> => {
  const seen = new Map<ToolResult, number>();
  const botocore = await byBotocore(t, cases);
  for (const [index, one] of cases.entries()) {
    const results = { botocore: botocore[index], sdk: await bySdk(t, one) };
    for (const tool of ['botocore', 'sdk'] as const) {
      const what = `${tool}: ${one.names} in ${JSON.stringify(one.config)} and ${JSON.stringify(one.credentials)}; replay: ${REPLAY}`;
      assert.deepEqual(expectedBy(tool, one), results[tool], what);
      for (const result of results[tool] ?? []) seen.set(result, (seen.get(result) ?? 0) + 1);
    }
  }
  return seen;
};

test('awsrole expects of each role profile in random files what botocore and the SDK for JavaScript do with it', async t => {
  if (await lacks(t, 'boto3')) return;
  const seen = new Map<ToolResult, number>();
  for (const cases of batches(toolCase, 100, 500))
    for (const [result, count] of await check(t, cases)) seen.set(result, (seen.get(result) ?? 0) + count);
  for (const result of ['broken', 'prompts', 'keys ASIAMFA', 'keys AKIADEFAULT'] as const)
    assert.ok((seen.get(result) ?? 0) > 1, `${result}: ${JSON.stringify([...seen])}`);
});
