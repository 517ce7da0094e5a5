import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { openPty } from '../../support/pty.ts';
import { type Running, start } from '../../support/run.ts';

/** Reports the first signal and exits with 40 plus its number. */
const reporter = `
  trap 'echo got HUP; exit 41' HUP
  trap 'echo got INT; exit 42' INT
  trap 'echo got QUIT; exit 43' QUIT
  trap 'echo got TERM; exit 55' TERM
  echo "ready $$"
  while :; do sleep 0.05; done`;

const exec = (t: TestContext, { env, home }: InSandbox, ...words: string[]): Running =>
  start(t, LAUNCHER, ['exec', 'dev', '--', ...words], { env, cwd: home });

/** Returns the command lines of all processes of a process group. */
const commandsOf = (group: number): string[] => {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').map(line => /^\s*(\d+) (.*)$/.exec(line) ?? []);
  return lines.filter(([, pgid]) => Number(pgid) === group).map(([, , args = '']) => args);
};

/**
 * Returns the foreground process group of the terminal of process `pid` (field 8 of /proc/PID/stat, proc(5)). bash prints
 * the name of a job before it gives the job the terminal.
 */
const foregroundGroup = (pid: number): string | undefined => {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[5];
};

test('exec replaces the launcher by the command: the process ID stays, and no awsrole process remains [P20]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const running = exec(t, inside, 'sh', '-c', 'echo "ready $$"; exec sleep 60');
  await running.waitFor(new RegExp(`^ready ${running.pid}\n`));
  while (commandsOf(running.pid)[0] !== 'sleep 60') await sleep(10);
  assert.deepEqual(commandsOf(running.pid), ['sleep 60']);
  running.kill('SIGKILL');
  assert.equal((await running.result).signal, 'SIGKILL');
});

for (const [signal, exitCode] of [
  ['SIGHUP', 41],
  ['SIGINT', 42],
  ['SIGQUIT', 43],
  ['SIGTERM', 55],
] as const)
  test(`${signal} to the process of exec reaches the command, which decides the exit code [P20]`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    const running = exec(t, inside, 'sh', '-c', reporter);
    await running.waitFor(/ready/);
    running.kill(signal);
    const { stdout, stderr, ...ended } = await running.result;
    assert.deepEqual(ended, { exitCode, signal: null });
    assert.match(stdout, new RegExp(`^ready \\d+\ngot ${signal.slice(3)}\n$`));
    assert.equal(stderr, '');
  });

test('when a signal ends the command of exec, the shell reports 128 plus the signal number', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const script = `for s in HUP INT TERM KILL; do awsrole exec dev -- sh -c "kill -$s \\$\\$"; echo "$s $?"; done`;
  const { stdout } = await inside.run('bash', script);
  assert.equal(stdout, 'HUP 129\nINT 130\nTERM 143\nKILL 137\n');
});

test('on a terminal, Ctrl-C reaches the command of exec once [P20]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const { env, home } = inside;
  const pty = openPty(t, LAUNCHER, ['exec', 'dev', '--', 'sh', '-c', reporter], { env, cwd: home });
  await pty.waitFor(/ready \d+\n/);
  pty.type('\x03');
  assert.deepEqual(await pty.exit, { exitCode: 42, signal: 0 });
  // the terminal may echo the key at any time
  assert.match(pty.screen().replace('^C', ''), /^ready \d+\ngot INT\n$/);
});

test('the command of exec has the terminal as stdin, stdout and stderr', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const { env, home } = inside;
  const script = 'tty; test -t 0 && test -t 1 && test -t 2 && read -r line && echo "read $line"';
  const pty = openPty(t, 'sh', ['-c', `tty; awsrole exec dev -- sh -c '${script}'`], { env, cwd: home });
  await pty.waitFor(/^(\/dev\/\S+)\n\1\n/);
  pty.type('a line\r');
  await pty.waitFor(/\nread a line\n/);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
});

test('Ctrl-Z stops the command of exec, fg continues it, and Ctrl-C then reaches it [P20]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const env = { ...inside.env, PS1: '<> ', HISTFILE: '' };
  const pty = openPty(t, 'bash', ['--norc', '--noprofile', '-i'], { env, cwd: inside.home });
  await pty.waitFor(/<> $/);
  // The command starts no process after "ready": dash uses vfork, and a stop during vfork would hang dash.
  const command = 'trap "echo got INT; kill \\$!; exit 42" INT; sleep 60 & echo ready; wait';
  pty.type(`awsrole exec dev -- sh -c '${command}'\r`);
  await pty.waitFor(/\nready\n/);
  pty.type('\x1a');
  await pty.waitFor(/Stopped[\s\S]*<> $/);
  pty.type('fg\r');
  await pty.waitFor(/awsrole exec dev[\s\S]*\n/);
  while (foregroundGroup(pty.pid) === String(pty.pid)) await sleep(10);
  pty.type('\x03');
  await pty.waitFor(/got INT\n<> $/);
  pty.type('echo rc=$?\r');
  await pty.waitFor(/\nrc=42\n/);
});

test('no command line of a process that exec starts contains a secret [P24]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const print =
    'printf "%s\\n" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN"; echo ready';
  const running = exec(t, inside, 'sh', '-c', `${print}; exec sleep 60`);
  const seen = new Set<string>();
  let isReady = false;
  running.waitFor(/ready/).then(() => {
    isReady = true;
  });
  for (let remaining = 3; remaining > 0; remaining -= isReady ? 1 : 0) {
    for (const line of commandLines()) seen.add(line);
    await sleep(1);
  }
  running.kill('SIGTERM');
  const secrets = (await running.result).stdout.split('\n').slice(0, 3);
  const all = [...seen].join('\n');
  assert.match(all, /main\.js/);
  assert.ok(secrets.every(secret => secret.length >= 16 && !all.includes(secret)));
});

/** Returns every readable command line on this machine. */
const commandLines = (): string[] =>
  readdirSync('/proc').flatMap(name => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'utf8')] : [];
    } catch {
      return [];
    }
  });
