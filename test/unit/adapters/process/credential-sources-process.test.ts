import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { type RunOptions, run } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const helper = fixture(import.meta.url, '../fixtures/helper');
const node = process.execPath;

const resolve = async (
  t: Parameters<typeof run>[0],
  command: string,
  options: RunOptions = {},
  profile = 'dev',
) => {
  const result = await run(t, node, [helper, 'process', command, profile], options);
  return { ...JSON.parse(result.stdout), stderr: result.stderr };
};

const answer = `{"Version":1,"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"canary"}`;

test('credential_process is split into words without a shell, and its JSON output is the credentials', async t => {
  const outcome = await resolve(t, `printf '%s\\n' '${answer}'`);
  assert.deepEqual(outcome.result, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'canary' });
});

test('the stderr of credential_process is shown', async t => {
  const outcome = await resolve(t, `sh -c 'echo touch the key >&2; exit 4'`);
  assert.equal(outcome.stderr, 'touch the key\n');
  assert.equal(outcome.error, "profile 'dev': credential_process: 'sh' ended with exit code 4");
});

for (const [what, command, error, hint] of [
  [
    'is missing',
    'no-such-program --password canary',
    /: cannot run 'no-such-program': command not found$/,
    /^write its full path/,
  ],
  [
    'is a path that a shell would expand',
    '~/no-such-program canary',
    /: cannot run '~\/no-such-program': no such file$/,
    /^write its full path: no shell reads this line, so ~ and \$HOME are not expanded$/,
  ],
  [
    'is a full path without a file',
    '/no/such/program canary',
    /: cannot run '\/no\/such\/program': no such file$/,
    /^correct the path$/,
  ],
  ['is a folder', '/etc canary', /: cannot run '\/etc': permission denied$/, /must be an executable file/],
  ['has an open quote', "echo 'canary", /has an open quote/, /single quotes/],
  ['is empty', ' ', /credential_process is empty/, /^$/],
  ['prints no JSON', 'echo canary', /: 'echo' printed text that is not JSON$/, /version-1 JSON/],
  ['prints nothing', 'true', /: 'true' printed nothing$/, /version-1 JSON/],
  ['fails after printing', `sh -c 'echo canary; exit 1'`, /: 'sh' ended with exit code 1$/, /by itself/],
] as const)
  test(`a credential_process that ${what} is an error without its arguments or output`, async t => {
    const outcome = await resolve(t, command);
    assert.match(outcome.error, error);
    assert.match(outcome.error, /^profile 'dev': /);
    assert.match(outcome.hints.join('\n'), hint);
    assert.doesNotMatch(JSON.stringify(outcome), /canary/);
  });

test('a credential_process that prints endlessly is stopped and is an error', async t => {
  const outcome = await resolve(t, 'yes canary');
  assert.match(outcome.error, /: 'yes' printed more than a megabyte$/);
});

test('a credential_process that requests the same profile from awsrole is an error, not an endless loop', async t => {
  const script = join(temporaryFolder(t), 'again');
  writeFileSync(script, `'${node}' '${helper}' process 'echo never' dev >&2`);
  const outcome = await resolve(t, `sh '${script}'`);
  assert.match(
    outcome.stderr,
    /profile 'dev': its credentials come from a command that requests the same profile from awsrole/,
  );
});

test('a credential_process of a profile that no running helper resolves is run', async t => {
  const outcome = await resolve(t, `printf '%s' '${answer}'`, { env: { AWSROLE_RESOLVING: 'uat\nprod' } });
  assert.equal(outcome.result.secretAccessKey, 'canary');
});
