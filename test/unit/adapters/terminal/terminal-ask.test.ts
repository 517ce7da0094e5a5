import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { openPty } from '../../../support/pty.ts';
import { run } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const ask = fixture(import.meta.url, '../fixtures/ask');
const node = process.execPath;

test('ask resolves with the code typed at the prompt, and the process then ends', async t => {
  const pty = openPty(t, node, [ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('123456\r');
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.equal(pty.screen(), 'MFA code: 123456\n{"canAsk":true,"answer":"123456"}\n');
});

test('backspace and Ctrl-U edit the typed answer', async t => {
  const pty = openPty(t, node, [ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('999\x15123457\x7f6\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('a rejected answer shows the complaint with control characters escaped, and the prompt again', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_DIGITS: '1' } });
  await pty.waitFor(/MFA code: $/);
  pty.type('12345\r');
  await pty.waitFor(/\nawsrole: a code is six digits␛\[31m; Ctrl-C cancels\nMFA code: $/);
  pty.type('123456\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('a paste of several lines is refused once, and the next answer counts', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_DIGITS: '1' } });
  await pty.waitFor(/MFA code: $/);
  pty.type(`${'not a code\r'.repeat(12)}rest`);
  await pty.waitFor(/Ctrl-C cancels\n(?!.*Ctrl-C)[\s\S]*MFA code: $/);
  assert.equal(pty.screen().match(/Ctrl-C cancels/g)?.length, 1);
  // the last line of the paste has no end: it is still in the line that the terminal edits
  pty.type('\x15123456\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('Ctrl-C cancels while the rest of a paste arrives', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_DIGITS: '1' } });
  await pty.waitFor(/MFA code: $/);
  pty.type(`${'not a code\r'.repeat(3)}\x03`);
  await pty.waitFor(/"cancelled":true\}\n$/);
});

/** Shell code that prints a line with the enabled modes among echo, icanon and isig, and a full stop. */
const showModes =
  'stty -a | tr " " "\\n" | tr -d ";" | grep -xE "echo|icanon|isig" | sort | tr "\\n" " "; echo .';

for (const [key, name] of [
  ['\x03', 'Ctrl-C'],
  ['\x04', 'Ctrl-D on an empty line'],
] as const)
  test(`${name} cancels the question with exit code 130 and no message, and the terminal modes are as before`, async t => {
    const script = `"$@"; echo "rc=$?"; ${showModes}`;
    // the trap keeps the shell running after Ctrl-C, to print the terminal modes
    const pty = openPty(t, 'sh', ['-c', `trap : INT; ${script}`, 'sh', node, ask]);
    await pty.waitFor(/MFA code: $/);
    pty.type(key);
    await pty.waitFor(/^(\^C)?\n\{"canAsk":true,"cancelled":true\}\nrc=130\necho icanon isig \.\n/);
  });

test('SIGTERM at the prompt ends the process, and the terminal modes are as before', async t => {
  // the process prints its own ID, because the shell might print it after the question
  const script = `sh -c 'echo $$; exec "$@"' sh "$@" & wait $!; echo "rc=$?"; ${showModes}`;
  const pty = openPty(t, 'sh', ['-c', script, 'sh', node, ask]);
  const [, pid] = await pty.waitFor(/^(\d+)\n/);
  await pty.waitFor(/MFA code: $/);
  process.kill(Number(pid), 'SIGTERM');
  await pty.waitFor(/rc=143\necho icanon isig \.\n/);
});

test('a question works on a terminal that another program left in raw mode', async t => {
  const pty = openPty(t, 'sh', ['-c', 'stty raw -echo; "$@"', 'sh', node, ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('923456\x15123457\x7f6\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('a question without an answer within the timeout is an error', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_TIMEOUT: '1000' } });
  await pty.waitFor(/MFA code: \n.*"error":"no answer on the terminal within 1 seconds?"/s);
  assert.equal((await pty.exit).exitCode, 1);
});

test('without a terminal, ask fails at once with hints for --code and mfa_process', async t => {
  const { exitCode, stdout, stderr } = await run(t, node, [ask], { input: '123456\n' });
  const outcome = JSON.parse(stdout);
  assert.equal(outcome.canAsk, false);
  assert.equal(outcome.error, 'no terminal to ask for the MFA code');
  assert.match(outcome.hints.join('\n'), /--code 123456[\s\S]*mfa_process/);
  assert.deepEqual([exitCode, stderr], [1, '']);
});

test('when the terminal path is a regular file, ask fails as without a terminal', async t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '123456\n');
  const { stdout } = await run(t, node, [ask], { env: { ASK_TTY: file } });
  assert.equal(JSON.parse(stdout).error, 'no terminal to ask for the MFA code');
});

test('a question does not read from a mebibyte of piped stdin', async t => {
  const data = randomBytes(1 << 20);
  const file = join(temporaryFolder(t), 'data');
  writeFileSync(file, data);
  const pty = openPty(t, 'sh', ['-c', 'cat "$0" | "$@"', file, node, ask], { env: { ASK_HASH: '1' } });
  await pty.waitFor(/MFA code: $/);
  pty.type('123456\r');
  await pty.waitFor(
    new RegExp(`"answer":"123456","stdin":"${createHash('sha256').update(data).digest('hex')}"`),
  );
});

test('the question is shown on the terminal when stdout and stderr are redirected', async t => {
  const file = join(temporaryFolder(t), 'out');
  const script = 'x="$("$@" 2>"$0.err")"; printf %s "$x" > "$0"; echo done';
  const pty = openPty(t, 'sh', ['-c', script, file, node, ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('123456\r');
  await pty.waitFor(/done\n/);
  assert.equal(pty.screen(), 'MFA code: 123456\ndone\n');
  assert.equal(readFileSync(file, 'utf8'), '{"canAsk":true,"answer":"123456"}');
  assert.equal(readFileSync(`${file}.err`, 'utf8'), '');
});
