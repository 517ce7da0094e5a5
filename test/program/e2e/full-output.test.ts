import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';

const skip = existsSync('/dev/full') ? false : 'no /dev/full here';
const FAILURE = 'awsrole: error: cannot write the output: no space left on the device\n';

test('a command that cannot write its output exits 1 with one line on stderr', { skip }, async t => {
  const inside = await inSandbox(t);
  for (const words of [
    '--version',
    '--help',
    'list',
    'list --help',
    'status --json',
    'clear',
    'mfa status',
  ]) {
    const { exitCode, stderr } = await inside.run('sh', `awsrole ${words} >/dev/full`);
    assert.deepEqual([exitCode, stderr], [1, FAILURE], words);
  }
});

test('a command that cannot write its help, error or false keeps its exit code', { skip }, async t => {
  const inside = await inSandbox(t);
  const cases = [
    ['awsrole no-such-profile >/dev/full', 1, /^awsrole: error: there is no profile 'no-such-profile'/],
    ['awsrole use --no-such-option >/dev/full', 2, /^awsrole: error: use: /],
    ['awsrole use --help 2>/dev/full', 0, /^$/],
    ['awsrole list --no-such-option 2>/dev/full', 2, /^$/],
  ] as const;
  for (const [code, expected, message] of cases) {
    const { exitCode, stdout, stderr } = await inside.run('sh', code);
    assert.deepEqual([exitCode, stdout], [expected, ''], code);
    assert.match(stderr, message, code);
  }
});
