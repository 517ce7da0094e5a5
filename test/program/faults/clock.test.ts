import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';
import { loading } from '../../support/integrated-shells.ts';
import { LAUNCHER } from '../../support/program.ts';
import { recordPath, settle } from '../../support/recorded.ts';
import { type RunResult, run } from '../../support/run.ts';
import { otherClock } from './fixtures/clock-settings.ts';
import { fileChecks } from './fixtures/file-checks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The line that names a wrong clock. */
const WARNING =
  /^awsrole: warning: this machine's clock is \w+ (behind|ahead of) AWS, which may refuse other tools; turn on time synchronisation \(in WSL: sudo hwclock -s\)\n$/;

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
      assert.deepEqual([result.exitCode, result.stderr.replace(WARNING, '')], [0, ''], `${why}, ${round}`);
      if (ahead === 0) assert.equal(result.stderr, '', `${why}, ${round}`);
      const [, key] = /export AWS_ACCESS_KEY_ID='(.*)'/.exec(result.stdout) ?? [];
      const session = inside.sandbox.world.sessions.get(key ?? '');
      assert.ok(session && session.expiresAt > Date.now(), `${why}, ${round}: the session has expired`);
      checks.assertWhole(why);
    }
  }
  // A clock that was wrong all the time: at more than the duration of a session, awsrole cannot distinguish a wrong clock from an expired session.
  const far = await runAt(t, inside, 400 * DAY, 'dev');
  assert.deepEqual([far.exitCode, far.stdout], [1, 'false\n']);
  assert.match(far.stderr, /^awsrole: error: profile 'dev': MFA code required, /);
  checks.assertWhole('400 days ahead');
  const back = await runAt(t, inside, 0, 'dev');
  assert.deepEqual([back.exitCode, back.stderr], [0, '']);
  assert.equal(inside.calls()['GetSessionToken'], 1);
});

/** The active profile's time left in minutes, by `status`, `list` and the prompt of bash and zsh. */
const minutesLeft = async (
  t: TestContext,
  inside: InSandbox,
  ahead: number,
  variables: Record<string, string>,
): Promise<number[]> => {
  const active = { ...inside, env: { ...inside.env, ...variables } };
  const status = await runAt(t, active, ahead, 'status', '--json');
  const list = await runAt(t, active, ahead, 'list');
  const prompts = await Promise.all(
    (['bash', 'zsh'] as const).map(async shell => {
      // the clock of these shells is right: AWSROLE_CLOCK must not mislead them
      const code = `${loading(shell)}__awsrole_precmd; printf %s "$awsrole_prompt"`;
      const env = { ...variables, NO_COLOR: '1', AWSROLE_REFRESH: 'off' };
      return (await inside.run(shell, code, { env })).stdout;
    }),
  );
  const toMinutes = (text: string | undefined): number => {
    const [, hours = '0', minutes = 'none'] = /(?:(\d+)h ?)?(?:(\d+)m)?$/.exec(text ?? '') ?? [];
    return Number(hours) * 60 + Number(minutes === 'none' ? 0 : minutes);
  };
  return [
    Math.floor((JSON.parse(status.stdout) as { secondsLeft: number }).secondsLeft / 60),
    toMinutes(/^\* .* (\d+\w+)$/m.exec(list.stdout)?.[1]),
    ...prompts.map(prompt => toMinutes(/ (\w+)\] $/.exec(prompt)?.[1])),
  ];
};

for (const [words, ahead] of [
  ['15 hours behind', -15 * HOUR],
  ['2 hours ahead', 2 * HOUR],
] as const)
  test(`with a clock ${words}, exec warns and leaves no record, and status, list and prompt tell the true time left before and after the clock is set [P17]`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    settle(inside);
    const result = await runAt(t, inside, ahead, 'exec', 'dev', '--', 'env');
    assert.equal(result.exitCode, 0);
    assert.match(result.stderr, WARNING);
    assert.equal(existsSync(recordPath(inside, 'dev')), false);
    const variables = Object.fromEntries(
      result.stdout
        .split('\n')
        .filter(line => /^AWS/.test(line))
        .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    assert.match(variables['AWSROLE_CLOCK'] ?? '', /^-?\d+ \d+$/);
    for (const now of [ahead, 0])
      for (const minutes of await minutesLeft(t, inside, now, variables))
        assert.ok(minutes === 59 || minutes === 60, `${minutes} minutes, ${now / HOUR} hours ahead`);
    // right again: no warning, and the next switch leaves a record
    const right = await runAt(t, inside, 0, 'use', 'dev', '--shell', 'bash');
    assert.deepEqual([right.exitCode, right.stderr], [0, '']);
    assert.doesNotMatch(right.stdout, /export AWSROLE_CLOCK/);
    assert.equal(existsSync(recordPath(inside, 'dev')), true);
  });
