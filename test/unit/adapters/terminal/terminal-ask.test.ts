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

test('a code typed at the prompt is the answer, and the program then ends by itself', async t => {
  const pty = openPty(t, node, [ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('123456\r');
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.equal(pty.screen(), 'MFA code: 123456\n{"canAsk":true,"answer":"123456"}\n');
});

test('backspace and Ctrl-U edit what was typed', async t => {
  const pty = openPty(t, node, [ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('999\x15123457\x7f6\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('an answer that is not accepted is complained about, made safe, and asked for again', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_DIGITS: '1' } });
  await pty.waitFor(/MFA code: $/);
  pty.type('12345\r');
  await pty.waitFor(/\nawsrole: a code is six digits␛\[31m\nMFA code: $/);
  pty.type('123456\r');
  await pty.waitFor(/"answer":"123456"/);
});

/** Shell code that ends in a line with those of the three terminal modes that are on, and a full stop. */
const showModes =
  'stty -a | tr " " "\\n" | tr -d ";" | grep -xE "echo|icanon|isig" | sort | tr "\\n" " "; echo .';

for (const [key, name] of [
  ['\x03', 'Ctrl-C'],
  ['\x04', 'Ctrl-D on an empty line'],
] as const)
  test(`${name} cancels: exit code 130, nothing more is said, and the terminal echoes as before`, async t => {
    const script = `"$@"; echo "rc=$?"; ${showModes}`;
    // the shell ignores Ctrl-C by a handler, so that it lives to look at the terminal
    const pty = openPty(t, 'sh', ['-c', `trap : INT; ${script}`, 'sh', node, ask]);
    await pty.waitFor(/MFA code: $/);
    pty.type(key);
    await pty.waitFor(/^(\^C)?\n\{"canAsk":true,"cancelled":true\}\nrc=130\necho icanon isig \.\n/);
  });

test('SIGTERM at the prompt ends the program, and the terminal echoes as before', async t => {
  // it tells its number itself: told by the shell, it could come after the question
  const script = `sh -c 'echo $$; exec "$@"' sh "$@" & wait $!; echo "rc=$?"; ${showModes}`;
  const pty = openPty(t, 'sh', ['-c', script, 'sh', node, ask]);
  const [, pid] = await pty.waitFor(/^(\d+)\n/);
  await pty.waitFor(/MFA code: $/);
  process.kill(Number(pid), 'SIGTERM');
  await pty.waitFor(/rc=143\necho icanon isig \.\n/);
});

test('a terminal that another program left in raw mode can still be answered on', async t => {
  const pty = openPty(t, 'sh', ['-c', 'stty raw -echo; "$@"', 'sh', node, ask]);
  await pty.waitFor(/MFA code: $/);
  pty.type('923456\x15123457\x7f6\r');
  await pty.waitFor(/"answer":"123456"/);
});

test('nobody answering within the timeout is an error', async t => {
  const pty = openPty(t, node, [ask], { env: { ASK_TIMEOUT: '1000' } });
  await pty.waitFor(/MFA code: \n.*"error":"nobody answered on the terminal within 1 seconds?"/s);
  assert.equal((await pty.exit).exitCode, 1);
});

test('without a terminal asking fails at once and names the two other ways', async t => {
  const { exitCode, stdout, stderr } = await run(t, node, [ask], { input: '123456\n' });
  const outcome = JSON.parse(stdout);
  assert.equal(outcome.canAsk, false);
  assert.equal(outcome.error, 'no terminal to ask for the MFA code on');
  assert.match(outcome.hints.join('\n'), /--code 123456[\s\S]*mfa_process/);
  assert.deepEqual([exitCode, stderr], [1, '']);
});

test('a path that is no terminal is like none', async t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '123456\n');
  const { stdout } = await run(t, node, [ask], { env: { ASK_TTY: file } });
  assert.equal(JSON.parse(stdout).error, 'no terminal to ask for the MFA code on');
});

test('a mebibyte of piped stdin is intact after the question', async t => {
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

test('the question is seen while stdout and stderr go elsewhere', async t => {
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
