import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Program, prompting } from '../support/prompting.ts';
import { recordedSandbox, recordPath, settle } from '../support/recorded.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';

/** Asks again and again until it is so, for a minute and more. */
const until = async (isSo: () => boolean): Promise<void> => {
  for (let attempt = 0; !isSo(); attempt++) {
    if (attempt > 1_500) throw new Error('it never came');
    await setTimeout(50);
  }
};

/** A shell that has activated dev, with a program on its PATH whose calls are noted. */
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

/** The session seems to end in a minute and a half. */
const SOON = 'AWSROLE_EXPIRES=$(($(date +%s) + 90))';

for (const program of ['bash', 'zsh'] as const) {
  test(`${program}: a session that somebody renewed meanwhile is picked up at the prompt, without a process`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, key, enter } = await activeShell(t, program);
    const before = await key();
    assert.equal((await inside.awsrole('dev', '--refresh')).exitCode, 0);
    assert.equal(await key(), before);
    assert.match(await enter(SOON), /^\[dev 222233334444 \d\d+m\] <0>|^\[dev 222233334444 \d+h\d\dm\] <0>/);
    const [ours, noted] = (await key()).split(' ');
    assert.notEqual(`${ours} ${noted}`, before);
    assert.equal(ours, noted);
    assert.deepEqual(calls(), []);
  });

  test(`${program}: with no record the program is asked once, in the background, and a later prompt has the session`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, enter, pty } = await activeShell(t, program);
    rmSync(recordPath(inside, 'dev'));
    assert.match(await enter(SOON), /^\[dev 222233334444 1m\] <0> \$ $/);
    await until(() => existsSync(recordPath(inside, 'dev')));
    assert.match(await enter(''), /^\[dev 222233334444 (\d+h)?\d\dm\] <0> \$ $/);
    assert.deepEqual(calls(), ['use --unattended dev']);
    // neither a job's number nor anything else was written
    assert.doesNotMatch(pty.screen(), /\[1\]|done|awsrole:/i);
  });

  test(`${program}: without an MFA session nothing is asked and nothing said, and the next prompts do not try again`, async t => {
    if (!needsShell(t, program)) return;
    const { inside, calls, enter, pty } = await activeShell(t, program);
    assert.equal((await inside.awsrole('logout')).exitCode, 0);
    settle(inside);
    assert.match(await enter(SOON), /1m\] <0> \$ $/);
    const seen: string[] = [];
    await until(() => seen.push(...calls()) > 0);
    for (const line of ['', 'true', '']) assert.match(await enter(line), /1m\] <0> \$ $/);
    assert.deepEqual([...seen, ...calls()], ['use --unattended dev']);
    assert.doesNotMatch(pty.screen(), /MFA|awsrole:/);
    assert.equal(inside.calls()['GetSessionToken'], 1);
  });

  for (const [name, env, line] of [
    ['AWSROLE_REFRESH=off', { AWSROLE_REFRESH: 'off' }, ''],
    ['AWSROLE_CACHE=off', {}, 'export AWSROLE_CACHE=off; '],
    ['keys of somebody else', {}, 'AWS_ACCESS_KEY_ID=AKIAOTHER; '],
    ['keys that were taken away', {}, 'unset AWS_ACCESS_KEY_ID; '],
  ] as const)
    test(`${program}: with ${name} the keys stay as they are, whether a session is there or not`, async t => {
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

  test(`${program}: a session of another role is not taken, though the profile has the name`, async t => {
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
