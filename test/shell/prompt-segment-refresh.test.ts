import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Program, prompting } from '../support/prompting.ts';
import { recordedSandbox, recordPath, settle } from '../support/recorded.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';

/** Polls until `isSo` returns true; fails after about 75 seconds. */
const until = async (isSo: () => boolean): Promise<void> => {
  for (let attempt = 0; !isSo(); attempt++) {
    if (attempt > 1_500) throw new Error('the condition did not become true');
    await setTimeout(50);
  }
};

/** Starts a shell, activates dev in it, and records the calls of awsrole. */
const activeShell = async (t: TestContext, program: Program, env: Record<string, string> = {}) => {
  const inside = await recordedSandbox(t, 'dev');
  const { path, calls } = standIn(t, inside.env['PATH'] as string);
  const shell = prompting(t, program, { env: { ...inside.env, PATH: path, ...env }, cwd: inside.home });
  await shell.first;
  assert.match(await shell.enter('awsrole dev'), /^\[dev 222233334444 \d+[hm]\w*\] <0> \$ $/);
  assert.deepEqual(calls(), []);
  const key = async (): Promise<string> =>
    (await shell.enter('echo "=$AWS_ACCESS_KEY_ID $AWSROLE_KEY="')).split('=')[1] as string;
  return { inside, calls, key, ...shell };
};

/** Makes the session appear to expire in 90 seconds. */
const SOON = 'AWSROLE_EXPIRES=$(($(date +%s) + 90))';

for (const program of ['bash', 'zsh'] as const) {
  test(`${program}: near the end of a session, the prompt loads a record that another process renewed, and starts no process`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, key, enter } = await activeShell(t, program);
    const before = await key();
    assert.equal((await inside.awsrole('dev', '--refresh')).exitCode, 0);
    assert.equal(await key(), before);
    assert.match(await enter(SOON), /^\[dev 222233334444 \d\d+m\] <0>|^\[dev 222233334444 \d+h\d\dm\] <0>/);
    const [accessKey, awsroleKey] = (await key()).split(' ');
    assert.notEqual(`${accessKey} ${awsroleKey}`, before);
    assert.equal(accessKey, awsroleKey);
    assert.deepEqual(calls(), []);
  });

  test(`${program}: without a record, one background process renews the session, and a later prompt loads it`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, enter, pty } = await activeShell(t, program);
    rmSync(recordPath(inside, 'dev'));
    assert.match(await enter(SOON), /^\[dev 222233334444 1m\] <0> \$ $/);
    await until(() => existsSync(recordPath(inside, 'dev')));
    assert.match(await enter(''), /^\[dev 222233334444 (\d+h)?\d\dm\] <0> \$ $/);
    assert.deepEqual(calls(), ['use --unattended dev']);
    // the shell prints no job number, and awsrole prints nothing
    assert.doesNotMatch(pty.screen(), /\[1\]|done|awsrole:/i);
  });

  test(`${program}: with variables that decide the endpoint, the renewal writes a record that holds under them, and a later prompt loads it`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, enter } = await activeShell(t, program);
    await enter('export AWS_STS_REGIONAL_ENDPOINTS=regional AWS_USE_FIPS_ENDPOINT=false');
    assert.match(await enter(SOON), /^\[dev 222233334444 1m\] <0> \$ $/);
    await until(() => readFileSync(recordPath(inside, 'dev'), 'utf8').includes('|regional|false|'));
    assert.match(await enter(''), /^\[dev 222233334444 (\d+h)?\d\dm\] <0> \$ $/);
    assert.deepEqual(calls(), ['use --unattended dev']);
    await enter('awsrole dev');
    assert.deepEqual(calls(), []);
  });

  test(`${program}: without an MFA session the renewal fails without a prompt or message, and the next prompts do not repeat it`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, enter, pty } = await activeShell(t, program);
    assert.equal((await inside.awsrole('logout')).exitCode, 0);
    settle(inside);
    assert.match(await enter(SOON), /1m\] <0> \$ $/);
    const earlier: string[] = [];
    await until(() => earlier.push(...calls()) > 0);
    for (const line of ['', 'true', '']) assert.match(await enter(line), /1m\] <0> \$ $/);
    assert.deepEqual([...earlier, ...calls()], ['use --unattended dev']);
    assert.doesNotMatch(pty.screen(), /MFA|awsrole:/);
    assert.equal(inside.calls()['GetSessionToken'], 1);
  });

  for (const [name, env, line] of [
    ['AWSROLE_REFRESH=off', { AWSROLE_REFRESH: 'off' }, ''],
    ['AWSROLE_CACHE=off', {}, 'export AWSROLE_CACHE=off; '],
    ['keys of another tool', {}, 'AWS_ACCESS_KEY_ID=AKIAOTHER; '],
    ['unset keys', {}, 'unset AWS_ACCESS_KEY_ID; '],
  ] as const)
    test(`${program}: with ${name} the prompt does not renew the session, with or without a new record`, async t => {
      if (!needsShell(t, program)) return;
      const { inside, calls, key, enter } = await activeShell(t, program, env);
      assert.equal((await inside.awsrole('dev', '--refresh')).exitCode, 0);
      await enter(`${line}true`);
      const before = await key();
      assert.match(await enter(SOON), / 1m( !key)?\] <0> \$ $/);
      assert.equal(await key(), before);
      rmSync(recordPath(inside, 'dev'));
      await enter('');
      assert.match(await enter('awsrole list >/dev/null'), / 1m( !key)?\] <0> \$ $/);
      assert.deepEqual(calls(), ['list']);
    });

  test(`${program}: the prompt does not load a session of another role for the same profile`, async t => {
    if (!needsShell(t, program)) return;
    const { key, enter } = await activeShell(t, program);
    const before = await key();
    assert.match(
      await enter(`AWSROLE_ROLE_ARN=arn:aws:iam::222233334444:role/Other; ${SOON}`),
      / 1m\] <0> \$ $/,
    );
    assert.equal(await key(), before);
  });
}
