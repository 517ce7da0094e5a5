import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../support/in-sandbox.ts';
import { LAUNCHER } from '../support/program.ts';
import { openPty } from '../support/pty.ts';
import { type RunResult, run } from '../support/run.ts';
import { needsShell, programOnPath } from '../support/shells.ts';

const FUNCTIONS = join(LAUNCHER, '..', 'awsrole.fish');

interface Lab extends InSandbox {
  readonly record: string;
  readonly config: string;
  /** Runs fish code after the functions were loaded; a program `awsrole` that is started writes its words to `log`. */
  fish(code: string, env?: Record<string, string | undefined>, ...args: string[]): Promise<RunResult>;
  /** the words with which the program was started since the last look, a line each */
  started(): string;
}

/** A sandbox whose files have settled, with records of dev and uat; from then on a stub stands for the program. */
const lab = async (t: TestContext): Promise<Lab> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const config = join(inside.home, '.aws', 'config');
  for (const path of [config, join(inside.home, '.aws', 'credentials')]) settle(path, 7200);
  for (const profile of ['dev', 'uat']) assert.equal((await inside.awsrole(profile)).exitCode, 0);
  const stub = join(inside.home, 'stub');
  const log = join(inside.home, 'log');
  mkdirSync(stub);
  writeFileSync(join(stub, 'awsrole'), `#!/bin/sh\necho "$*" >>"${log}"\necho true\n`, { mode: 0o700 });
  return {
    ...inside,
    config,
    record: join(inside.home, '.cache', 'awsrole', 'live', 'dev'),
    fish: (code, env = {}, ...args) =>
      run(t, 'fish', ['--no-config', ...args, '-c', `source '${FUNCTIONS}'\n${code}`], {
        cwd: inside.home,
        env: { ...inside.env, PATH: `${stub}:${inside.env['PATH']}`, ...env },
      }),
    started: () => {
      const words = existsSync(log) ? readFileSync(log, 'utf8') : '';
      writeFileSync(log, '');
      return words;
    },
  };
};

/** Sets a file's time of change to so many seconds ago. */
const settle = (path: string, seconds: number): void => {
  const then = Math.floor(Date.now() / 1000) - seconds;
  utimesSync(path, then, then);
};

const pairs = (text: string): string[] =>
  text
    .split('\0')
    .filter(pair => /^[A-Z]/.test(pair) && !/^(SHLVL|PWD|OLDPWD|PATH|_)=/.test(pair))
    .sort();

test('fish: a live switch leaves the environment that the program’s own code makes', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const dirty = { AWS_PROFILE: 'old', AWS_VAULT: 'v', AWSROLE_PROFILE: 'uat', AWS_SECURITY_TOKEN: 'x' };
  for (const env of [{}, dirty, { AWS_REGION: 'eu-west-3' }, { AWSROLE_REGION: 'r', AWS_REGION: 'r' }]) {
    const live = await inside.fish('awsrole dev; and env -0', env);
    assert.equal(inside.started(), '');
    const code = `${join(inside.home, 'bin', 'awsrole')} use --shell fish dev | source; env -0`;
    const own = await inside.fish(code, env);
    assert.match(live.stdout, /AWS_SECRET_ACCESS_KEY=./);
    assert.deepEqual(pairs(live.stdout), pairs(own.stdout));
    const exec = await inside.fish('awsrole exec dev -- env -0', env);
    assert.equal(inside.started(), '');
    assert.deepEqual(pairs(exec.stdout), pairs(own.stdout));
  }
});

test('fish: use, - and clear act on this shell, the rest passes through with status, stdin and quoting', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const { stdout } = await inside.fish(
    `awsrole dev; awsrole use uat; awsrole -; echo $status $AWSROLE_PROFILE $AWSROLE_PREVIOUS
    awsrole clear; echo $status; set -n | string match 'AWSROLE_*'; set -n | string match -r '^AWS_.*KEY.*'
    awsrole exec dev -- sh -c 'cat; exit 7' <'${FUNCTIONS}' | string match -q '*fish 3.1*'; echo $pipestatus; set -q AWSROLE_PROFILE; echo $status
    set -S | string match -r '.*[Ss]ecret.*'`,
  );
  assert.equal(stdout, '0 dev uat\n0\n7 0\n1\n');
  assert.equal(inside.started(), '');
  await inside.fish(
    "for words in --json --help '--shell=bash'; awsrole dev $words; end >out; awsrole list 'a  b'; awsrole exec dev -- no-such-command; awsrole exec dev --no -- true; awsrole dev --region x",
  );
  assert.deepEqual(inside.started().split('\n').slice(0, -1), [
    'dev --json',
    'dev --help',
    'dev --shell=bash',
    'list a  b',
    'exec dev -- no-such-command',
    'exec dev --no -- true',
    'use --shell fish dev --region x',
  ]);
});

test('fish: clear, and a switch with a live record, start no process; exec starts the command alone', async t => {
  if (!needsShell(t, 'fish')) return;
  const strace = programOnPath('strace');
  if (!strace) return t.skip('strace IS NOT INSTALLED: that no process is started was not tried');
  const inside = await lab(t);
  const trace = async (code: string): Promise<string[]> => {
    const out = join(inside.home, 'trace');
    const calls = 'trace=fork,vfork,clone,clone3,execve';
    const words = ['--no-config', '-i', '-c', `source '${FUNCTIONS}'; emit fish_prompt; ${code}`];
    const result = await run(t, strace, ['-f', '-qq', '-e', calls, '-o', out, 'fish', ...words], {
      cwd: inside.home,
      env: inside.env,
    });
    assert.equal(result.exitCode, 0, result.stderr);
    // the second half of a call is no other call, and a thread is no process
    return readFileSync(out, 'utf8')
      .split('\n')
      .filter(
        line =>
          /\b(fork|clone3?|execve)\(/.test(line) &&
          !line.includes('CLONE_THREAD') &&
          !line.includes('ENOENT'),
      );
  };
  const nothing = (await trace('true')).length;
  const switches =
    'awsrole dev; awsrole uat; awsrole -; emit fish_prompt; string match -q "[dev *" -- "$awsrole_prompt"; and awsrole clear';
  assert.equal((await trace(`set -gx NO_COLOR 1; ${switches}`)).length, nothing);
  assert.equal(
    (await trace('awsrole exec dev -- true')).length,
    nothing + 2,
    'clone and execve of the command',
  );
});

test('fish: records that are edited, hostile, expired or foreign are for the program', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const good = readFileSync(inside.record, 'utf8');
  const replaced = (from: string | RegExp, to: string): string => {
    const text = good.replace(from, to);
    assert.notEqual(text, good, String(from));
    return text;
  };
  const bad = [
    '',
    good.slice(0, -4),
    `${good}more\n`,
    replaced('awsrole-live 1', 'awsrole-live 2'),
    replaced(/ \d+\n/, ' 1\n'),
    replaced(/1 \d+ /, '1 9999999999 '),
    replaced(/1 \d+ /, '1 (touch pwned) '),
    replaced(/config \w+/, 'config ../stamps'),
    replaced(/config \w+/, 'config -'),
    replaced(/config \w+/, 'config 0123456789abcdef'),
    replaced('.aws/config', '.aws/other'),
    replaced('.aws/credentials', '.aws/other'),
    replaced('region own', 'region any'),
    replaced('\nend\n', '\nPATH=/evil\nend\n'),
    replaced('\nend\n', '\nAWS_X[(touch pwned)]=1\nend\n'),
    replaced('\nend\n', '\nAWS_PROFILE=x\nend\n'),
    replaced('\nend\n', '\nAWS_REGION=\nend\n'),
    replaced('AWSROLE_PROFILE=dev', 'AWSROLE_PROFILE=uat'),
    replaced('AWS_ACCESS_KEY_ID=', 'AWS_ACCESS_KEY_ID=\x1b'),
    replaced(/AWS_SESSION_TOKEN=.*\n/, ''),
    replaced('\n', '\r\n'),
  ];
  bad.forEach((text, index) => {
    writeFileSync(
      join(inside.record, '..', `bad${index}`),
      text.replace('PROFILE=dev', `PROFILE=bad${index}`),
    );
  });
  writeFileSync(join(inside.record, '..', 'fine'), good.replaceAll('PROFILE=dev', 'PROFILE=fine'));
  symlinkSync('fine', join(inside.record, '..', 'link'));
  const names = [...bad.map((_, index) => `bad${index}`), 'link', 'none'];
  await inside.fish(`for name in fine ${names.join(' ')} '' ../live/fine '*' .x; awsrole $name; end`);
  const others = ['', '../live/fine', '*', '.x'];
  const asked = [...names, ...others].map(name => (name ? `use --shell fish ${name}` : ''));
  assert.deepEqual(inside.started().split('\n').slice(0, -1), asked);
  assert.equal(existsSync(join(inside.home, 'pwned')), false);
});

test('fish: files that changed, even to an older copy, other files and deciding variables are noticed', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const asks = async (env: Record<string, string | undefined> = {}): Promise<boolean> => {
    await inside.fish('awsrole dev', env);
    return inside.started() === 'use --shell fish dev\n';
  };
  assert.equal(await asks(), false);
  for (const env of [
    { AWS_CONFIG_FILE: '/dev/null' },
    { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { AWSROLE_CACHE_DIR: 'relative' },
  ])
    assert.equal(await asks(env), true, JSON.stringify(env));
  settle(inside.config, 7300);
  assert.equal(await asks(), true, 'older');
  settle(inside.config, 0);
  assert.equal(await asks(), true, 'newer');
  renameSync(inside.config, `${inside.config}.away`);
  assert.equal(await asks(), true, 'gone');
});

test('fish: the segment tells profile, account, time left and what is wrong, with no control characters', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const segment = async (code: string, env = {}): Promise<string> => {
    const text = `awsrole dev; ${code}; emit fish_prompt; string escape -- "$awsrole_prompt"`;
    return (await inside.fish(text, { AWSROLE_REFRESH: 'off', NO_COLOR: '1', ...env }, '-i')).stdout.trim();
  };
  const left = (seconds: number): string => `set -gx AWSROLE_EXPIRES (math (date +%s) + ${seconds})`;
  assert.match(await segment('true'), /^'\[dev 222233334444 (59m|1h00m)\] '$/);
  assert.match(await segment(left(3 * 3600 + 330)), /^'\[dev 222233334444 3h05m\] '$/);
  assert.match(await segment(left(30)), /^'\[dev 222233334444 <1m\] '$/);
  assert.match(await segment(left(-1)), /^'\[dev 222233334444 expired\] '$/);
  assert.match(await segment('set -gx AWSROLE_EXPIRES 1x'), /^'\[dev 222233334444\] '$/);
  assert.match(
    await segment('set -gx AWS_ACCESS_KEY_ID x; set -gx AWS_PROFILE y'),
    /m !key !AWS_PROFILE\] '$/,
  );
  assert.match(await segment(String.raw`set -gx AWSROLE_PROFILE a\e\n\x9b'(x)'`), /^'\[a\(x\) 2/);
  const colours = { NO_COLOR: '', COLORTERM: 'truecolor', fish_term24bit: '1' };
  assert.match(await segment('true', colours), /38\\?;2\\?;63\\?;185\\?;80m\\?\[dev/);
  assert.match(await segment(left(400), colours), /33m' ?6m|33m\\? 6m/);
  assert.match(await segment(left(-1), colours), /31m\\? expired/);
  assert.doesNotMatch(await segment('true', { ...colours, TERM: 'dumb' }), /\\e/);
  assert.equal(await segment('true', { AWSROLE_PROMPT: 'off' }), "''");
});

test('fish: the prompt is drawn with the segment before it and sees the status; unload leaves nothing', async t => {
  const fish = needsShell(t, 'fish');
  if (!fish) return;
  const inside = await lab(t);
  const start = `source '${FUNCTIONS}'; source '${FUNCTIONS}'
    function fish_prompt; echo -n "<$pipestatus> "; end`;
  const pty = openPty(t, fish, ['--no-config', '-i', '-C', start], { env: inside.env, cwd: inside.home });
  await pty.waitFor(/<0> $/);
  pty.type('awsrole dev\r');
  await pty.waitFor(/\[dev 222233334444 (59m|1h00m)\] <0> $/);
  pty.type('false | true | sh -c "exit 3"\r');
  await pty.waitFor(/\[dev 222233334444 (59m|1h00m)\] <1 0 3> $/);
  pty.type('function fish_prompt; echo -n "new> "; end\r');
  await pty.waitFor(/new> $/);
  pty.type('true\r');
  await pty.waitFor(/\[dev [^\]]*\] new> $/);
  pty.type('awsrole clear\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type('awsrole_unload\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type("echo (begin; functions -an; set -n; end | string match '*awsrole*' | count) left\r");
  await pty.waitFor(/\b0 left\n[^]*new> $/);
  pty.type('functions fish_prompt | string match -q "*new> *"; exit $status\r');
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
});

test('fish: little time left renews in the background, once a minute, and the new record is picked up', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const log = join(inside.home, 'log');
  const waits = `while not test -s '${log}'; sleep 0.05; end`;
  const near = 'set -gx AWSROLE_EXPIRES (math (date +%s) + 100)';
  const away = 'mv ~/.cache/awsrole/live/dev kept; mkdir -p ~/.cache/awsrole/live';
  const { stdout, stderr } = await inside.fish(
    `awsrole dev; set key $AWS_ACCESS_KEY_ID; ${away}; ${near}
    emit fish_prompt; ${waits}; emit fish_prompt
    mv kept ~/.cache/awsrole/live/dev; set -gx AWS_ACCESS_KEY_ID x; set -gx AWSROLE_KEY x
    emit fish_prompt; test $AWS_ACCESS_KEY_ID = $key; and test $AWSROLE_KEY = $key; and echo renewed
    ${near}; set -gx AWS_ACCESS_KEY_ID mine; emit fish_prompt; echo $AWS_ACCESS_KEY_ID
    ${near}; set -gx AWS_ACCESS_KEY_ID x; set -gx AWSROLE_KEY x; set -gx AWSROLE_ROLE_ARN other; emit fish_prompt; echo $AWS_ACCESS_KEY_ID
    set -gx AWSROLE_REFRESH off; rm ~/.cache/awsrole/live/dev; set -e __awsrole_retry; emit fish_prompt; true`,
    {},
    '-i',
  );
  assert.equal(stdout, 'renewed\nmine\nx\n', stderr);
  assert.equal(inside.started(), 'use --unattended dev\n');
});

test('fish: a shell without a person has the function and no hook; loading prints nothing', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await lab(t);
  const loaded = await inside.fish(`source '${FUNCTIONS}'; source '${FUNCTIONS}'`);
  assert.deepEqual([loaded.exitCode, loaded.stdout, loaded.stderr], [0, '', '']);
  const { stdout } = await inside.fish(
    'functions -q awsrole __awsrole_precmd; echo $status; awsrole dev; emit fish_prompt; set -q awsrole_prompt; echo $status',
  );
  assert.equal(stdout, '1\n1\n');
});

test('fish: the file parses, and is laid out as fish_indent does', async t => {
  if (!needsShell(t, 'fish') || !needsShell(t, 'fish_indent')) return;
  assert.equal((await run(t, 'fish', ['--no-execute', FUNCTIONS])).exitCode, 0);
  assert.equal((await run(t, 'fish_indent', ['--check', FUNCTIONS])).exitCode, 0);
});
