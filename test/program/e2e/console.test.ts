import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { openPty } from '../../support/pty.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

const SIGNED_IN = /identity: arn:aws:sts::222233334444:assumed-role\/Developer\/alice</;
const NODE = `'${process.execPath}'`;
const FOLLOW = 'fetch(process.argv[1]).then(page => page.text()).then(console.log)';

test('in the sandbox, the link of console --print signs in once and fails the second time', async t => {
  const script = `
    link=$(awsrole console dev --print --code "$(awsrole sandbox code)") || exit
    ${NODE} -e '${FOLLOW}.then(() => ${FOLLOW})' "$link"`;
  const { stdout, stderr } = await run(t, LAUNCHER, ['sandbox', '--', 'sh', '-c', script]);
  const [first = '', second = ''] = stdout.split('<!doctype html>').slice(1);
  assert.match(first, SIGNED_IN, stderr);
  assert.match(second, /Sign-in failed/);
});

test('on a terminal, console prompts for the code and gives BROWSER a URL on 127.0.0.1; the terminal shows no secret [P28]', async t => {
  const inside = await inSandbox(t);
  const folder = temporaryFolder(t);
  const browser = join(folder, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/words'\n${NODE} -e '${FOLLOW}' "$1" >'${folder}/page'\n: >'${folder}/done'\n`,
  );
  chmodSync(browser, 0o700);
  const pty = openPty(t, LAUNCHER, ['console', 'dev', '--service', 's3'], {
    env: { ...inside.env, BROWSER: browser },
    cwd: inside.home,
  });
  await pty.waitFor(/MFA code: $/);
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/ends with the role session, in 59m/);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  const { stdout } = await run(t, 'sh', ['-c', 'while ! [ -e done ]; do sleep 0.05; done; cat page'], {
    cwd: folder,
  });
  assert.match(stdout, SIGNED_IN);
  assert.match(stdout, /console\.aws\.amazon\.com\/s3\/home\?region=eu-west-1</);
  assert.match(readFileSync(join(folder, 'words'), 'utf8'), /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\n$/);
  assert.doesNotMatch(pty.raw(), /SigninToken|127\.0\.0\.1/);
  const [session] = [...inside.sandbox.world.sessions.values()];
  assert.ok(session && !pty.raw().includes(session.secretAccessKey));
});

test('without BROWSER, console starts xdg-open from the PATH', async t => {
  if (process.platform !== 'linux') return t.skip('xdg-open exists on Linux only');
  const inside = await inSandbox(t);
  writeFileSync(
    join(inside.home, 'bin', 'xdg-open'),
    `#!/bin/sh\n${NODE} -e '${FOLLOW}' "$1" >'${inside.home}/new' && mv '${inside.home}/new' '${inside.home}/page'\n`,
    { mode: 0o700 },
  );
  const { exitCode, stdout, stderr } = await inside.run(
    'sh',
    'awsrole console dev --switch-role && while ! [ -e page ]; do sleep 0.05; done; cat page',
    { env: { DISPLAY: ':0' } },
  );
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(stdout, /role: arn:aws:iam::222233334444:role\/Developer</);
});
