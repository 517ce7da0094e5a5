import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { settle } from '../../support/recorded.ts';
import { type RunResult, run } from '../../support/run.ts';
import { otherClock } from './fixtures/clock-settings.ts';
import { fileChecks } from './fixtures/file-checks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Runs awsrole with a clock that is `ahead` milliseconds ahead. A fixture changes the clock of Node, and a stand-in for
 * `date` that of the launcher. The clock of the sandbox stays right.
 */
const runAt = (
  t: TestContext,
  { env, home }: InSandbox,
  ahead: number,
  ...words: string[]
): Promise<RunResult> => {
  const date = join(home, 'bin', 'date');
  writeFileSync(date, `#!/bin/sh\necho $(($(PATH=/usr/bin:/bin date +%s) + ${ahead / 1000}))\n`);
  chmodSync(date, 0o755);
  return run(t, LAUNCHER, words, { env: { ...env, ...otherClock({ ahead }) }, cwd: home });
};

test('when the clock jumps by hours, every printed session is live and awsrole never prompts [P16]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const checks = fileChecks(inside);
  settle(inside);
  for (const ahead of [0, 2 * HOUR, -3 * HOUR, 0, 11 * HOUR, -DAY, 0]) {
    const why = `${ahead / HOUR} hours ahead`;
    // the second run must use or ignore the files of the first, the live record included
    for (const round of ['first', 'second']) {
      const result = await runAt(t, inside, ahead, 'use', 'dev', '--shell', 'posix');
      assert.deepEqual([result.exitCode, result.stderr], [0, ''], `${why}, ${round}`);
      const [, key] = /export AWS_ACCESS_KEY_ID='(.*)'/.exec(result.stdout) ?? [];
      const session = inside.sandbox.world.sessions.get(key ?? '');
      assert.ok(session && session.expiresAt > Date.now(), `${why}, ${round}: the session has expired`);
      checks.assertWhole(why);
    }
  }
  // At more than the duration of a session, awsrole cannot distinguish a wrong clock from an expired session.
  const far = await runAt(t, inside, 400 * DAY, 'dev');
  assert.deepEqual([far.exitCode, far.stdout], [1, 'false\n']);
  assert.match(far.stderr, /^awsrole: error: profile 'dev': MFA code required, /);
  checks.assertWhole('400 days ahead');
  const back = await runAt(t, inside, 0, 'dev');
  assert.deepEqual([back.exitCode, back.stderr], [0, '']);
  assert.equal(inside.calls()['GetSessionToken'], 1);
});
