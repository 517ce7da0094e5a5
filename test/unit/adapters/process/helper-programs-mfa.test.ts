import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { openPty } from '../../../support/pty.ts';
import { type RunOptions, run } from '../../../support/run.ts';

const helper = fixture(import.meta.url, '../fixtures/helper');
const node = process.execPath;

const code = async (t: Parameters<typeof run>[0], command: string, options: RunOptions = {}) => {
  const result = await run(t, node, [helper, 'code', command], options);
  return { ...JSON.parse(result.stdout), stderr: result.stderr };
};

test('mfa_process runs in a shell, and the six digits in its output are the code', async t => {
  const outcome = await code(t, 'echo "976249 lasts 24s |---" | cat; echo touch >&2');
  assert.deepEqual(outcome, { result: '976249', stderr: 'touch\n' });
});

test('mfa_process does not read the stdin of awsrole', async t => {
  const outcome = await code(t, 'cat; echo 123456', { input: '654321\n' });
  assert.equal(outcome.result, '123456');
});

test('mfa_process can read an answer from the terminal', async t => {
  const script = 'echo 654321 | "$@"';
  const command = 'printf "PIN: " >&2; read -r pin; test "$pin" = 42 && echo 123456';
  const pty = openPty(t, 'sh', ['-c', script, 'sh', node, helper, 'code', command]);
  await pty.waitFor(/PIN: $/);
  pty.type('42\r');
  await pty.waitFor(/"result":"123456"/);
});

for (const [what, command, error] of [
  [
    'prints no code',
    'echo canary',
    "profile 'dev': the command in mfa_process did not print exactly one six-digit code",
  ],
  [
    'prints two codes',
    'echo 976249 654321',
    "profile 'dev': the command in mfa_process did not print exactly one six-digit code",
  ],
  ['fails', 'echo 976249; exit 3', "profile 'dev': the command in mfa_process ended with exit code 3"],
  [
    'does not exist',
    'no-such-canary-command 2>&1',
    "profile 'dev': the command in mfa_process ended with exit code 127",
  ],
  [
    'is killed',
    'echo 976249; kill -KILL $$',
    "profile 'dev': the command in mfa_process was terminated by SIGKILL",
  ],
] as const)
  test(`an mfa_process that ${what} is an error without its output`, async t => {
    const outcome = await code(t, command);
    assert.equal(outcome.error, error);
    assert.doesNotMatch(JSON.stringify(outcome), /canary|976249|654321/);
    assert.equal(outcome.whole, 'undefined');
  });

test('an mfa_process that exceeds its timeout is an error, even when its child process continues', async t => {
  const outcome = await code(t, 'sleep 60 2>/dev/null; echo 123456', { env: { HELPER_TIMEOUT: '300' } });
  assert.match(
    outcome.error,
    /^profile 'dev': the command in mfa_process did not answer within \d+ seconds?$/,
  );
});
