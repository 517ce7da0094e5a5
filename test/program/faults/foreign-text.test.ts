import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';
import { assertHarmless } from './fixtures/file-checks.ts';

/** Sets the window title, hides text, returns to the start of the line and reverses the direction of text. */
const EVIL = 'a\x1b]0;owned\x07\x1b[8m\rb\x9b31m\u202ec\x7f';

const CONFIG = `
[profile ${EVIL}]
role_arn = arn:aws:iam::222233334444:role/${EVIL}
source_profile = mfa
region = ${EVIL}
color = ${EVIL}
services = sandbox
[profile chained]
role_arn = arn:aws:iam::222233334444:role/Developer
source_profile = ${EVIL}
[profile process]
credential_process = sh -c "printf '${EVIL}' >&2; exit 3" ${EVIL}
[profile device]
role_arn = arn:aws:iam::222233334444:role/Developer
source_profile = default
mfa_serial = ${EVIL}
duration_seconds = ${EVIL}
[${EVIL}]
`;

const commands: readonly (readonly string[])[] = [
  ['list'],
  ['list', '--json'],
  ['status'],
  ['status', '--json'],
  ['mfa', 'status'],
  ['clear'],
  ['why', 'chained'],
  ['use', 'process'],
  ['use', 'device', '--code', '123456'],
  ['exec', 'dev', '--', EVIL],
  ['exec', 'dev', '--', `./${EVIL}`],
  ['mfa', '--from', EVIL, '--to', EVIL],
  ['dev', '--region', EVIL],
  ['dev', '--session-name', EVIL],
  ['dev', `--${EVIL}`],
  ['logout'],
  ...['use', 'why', 'credential-process'].map(word => [word, EVIL]),
  ...['use', 'why', 'exec'].map(word => [word, `no ${EVIL}`, '--', 'true']),
];

test('no command passes on control characters from files, the environment or arguments to the terminal [P26]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  appendFileSync(join(inside.home, '.aws', 'config'), CONFIG);
  const env = { ...inside.env, AWSROLE_PROFILE: EVIL, AWSROLE_ROLE_ARN: EVIL, AWS_PROFILE: EVIL };
  for (const words of commands) {
    const what = JSON.stringify(words);
    const { exitCode, stdout, stderr } = await run(t, LAUNCHER, words, { env, cwd: inside.home });
    assert.ok([0, 1, 2, 126, 127].includes(exitCode ?? -1), what);
    assertHarmless({ stderr }, [], what);
    assertHarmless({ stderr: stdout }, [], `${what}: the output`);
    assert.doesNotMatch(stdout + stderr, /\u202e/, what);
  }
});
