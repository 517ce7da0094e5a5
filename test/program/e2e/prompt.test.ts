import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';
import { openPty, type Pty } from '../../support/pty.ts';

const prompt = /profile 'dev', device arn:aws:iam::111122223333:mfa\/alice\nMFA code: $/;

/** Keeps the terminal open: output can be lost when the last process on the terminal ends. */
const KEEP_OPEN = '; exec cat';

/** Runs a shell script on its own terminal, in the home of the sandbox. */
const onTerminal = (t: TestContext, { env, home }: InSandbox, script: string): Pty =>
  openPty(t, 'sh', ['-c', script], { env, cwd: home });

test('a code typed at the prompt yields the credentials with one call of each kind', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, 'awsrole credential-process dev');
  await pty.waitFor(prompt);
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/^\d{6}\n\{"?\s*"Version": ?1,\s*"AccessKeyId": ?"ASIA/);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.deepEqual(inside.calls(), { GetCallerIdentity: 1, GetSessionToken: 1, AssumeRole: 1 });
});

test('after a code that AWS rejects, awsrole prompts again and accepts the right code', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, 'awsrole credential-process dev');
  await pty.waitFor(prompt);
  pty.type(`${inside.wrongCode()}\r`);
  await pty.waitFor(/awsrole: AWS rejected that code: [^\n]*\n/);
  await pty.waitFor(prompt);
  pty.type(`${inside.code()}\r`);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.deepEqual(inside.calls(), {
    'GetSessionToken AccessDenied': 1,
    GetCallerIdentity: 1,
    GetSessionToken: 1,
    AssumeRole: 1,
  });
});

test('after a code that is not six digits, awsrole prompts again without a call to AWS', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, 'awsrole credential-process dev');
  await pty.waitFor(prompt);
  pty.type('12345\r');
  await pty.waitFor(/awsrole: an MFA code is six digits; Ctrl-C cancels\n/);
  await pty.waitFor(prompt);
  assert.equal(inside.calls()['GetSessionToken AccessDenied'], undefined);
  pty.type(`${inside.code()}\r`);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
});

/** Shell code that prints which of three terminal modes are on, and a full stop. */
const showModes =
  'stty -a | tr " " "\\n" | tr -d ";" | grep -xE "echo|icanon|isig" | sort | tr "\\n" " "; echo .';

for (const [key, name] of [
  ['\x03', 'Ctrl-C'],
  ['\x04', 'Ctrl-D'],
] as const)
  test(`pitfall 10: after ${name} at the prompt, use prints false and exits 130, and the terminal echoes again [P22]`, async t => {
    const inside = await inSandbox(t);
    const pty = onTerminal(
      t,
      inside,
      `trap : INT; out=$(awsrole dev); echo "rc=$? [$out]"; ${showModes}${KEEP_OPEN}`,
    );
    await pty.waitFor(prompt);
    pty.type(key);
    await pty.waitFor(/^(\^C)?\nrc=130 \[false\]\necho icanon isig \.\n/);
    assert.equal(inside.calls()['GetSessionToken'], undefined);
  });

test('Ctrl-Z at the prompt does not stop awsrole in a command substitution, where bash could not continue it', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, 'PS1="<> " bash --norc --noprofile -i; exit');
  await pty.waitFor(/<> $/);
  pty.type('eval "$(awsrole dev)"\r');
  await pty.waitFor(prompt);
  pty.type(`\x1a${inside.code()}\r`);
  await pty.waitFor(/<> $/);
  pty.type('echo "now $AWSROLE_PROFILE"\r');
  await pty.waitFor(/\nnow dev\n/);
});

test('after Ctrl-C at the prompt, exec exits 130 and does not run the command', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, `trap : INT; awsrole exec dev -- touch ran; echo "rc=$?"${KEEP_OPEN}`);
  await pty.waitFor(prompt);
  pty.type('\x03');
  await pty.waitFor(/^(\^C)?\nrc=130\n/);
  assert.equal(existsSync(join(inside.home, 'ran')), false);
});

for (const [args, stdout] of [
  [['dev'], 'false\n'],
  [['credential-process', 'dev'], ''],
  [['exec', 'dev', '--', 'echo', 'ran'], ''],
  [['mfa'], undefined],
] as const)
  test(`without a terminal \`awsrole ${args.join(' ')}\` fails at once with hints about --code and mfa_process [P22]`, async t => {
    const inside = await inSandbox(t);
    const result = await inside.awsrole(...args);
    assert.equal(result.exitCode, 1);
    if (stdout !== undefined) assert.equal(result.stdout, stdout);
    assert.match(
      result.stderr,
      /^awsrole: error: [^\n]*no terminal to prompt on\n(awsrole: hint: [^\n]*\n)+$/m,
    );
    assert.match(result.stderr, /--code 123456/);
    assert.match(result.stderr, /mfa_process/);
    assert.equal(inside.calls()['GetSessionToken'], undefined);
  });

test('all of one MiB piped to exec reaches the command after the MFA prompt', async t => {
  const inside = await inSandbox(t);
  const data = randomBytes(1 << 20);
  writeFileSync(join(inside.home, 'in'), data);
  const pty = onTerminal(t, inside, 'cat in | awsrole exec dev -- cat >out');
  await pty.waitFor(prompt);
  pty.type(`${inside.code()}\r`);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.ok(readFileSync(join(inside.home, 'out')).equals(data));
});

test('pitfall 9: awsrole prompts on the terminal when stdin, stdout and stderr are redirected [P22]', async t => {
  const inside = await inSandbox(t);
  const pty = onTerminal(t, inside, 'awsrole credential-process dev </dev/null >out 2>err');
  await pty.waitFor(prompt);
  pty.type(`${inside.code()}\r`);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.equal(JSON.parse(readFileSync(join(inside.home, 'out'), 'utf8')).Version, 1);
  assert.doesNotMatch(readFileSync(join(inside.home, 'err'), 'utf8'), /MFA code/);
});
