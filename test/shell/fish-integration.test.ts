import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DRAW, FUNCTIONS, fishLab, settle } from '../support/fish-lab.ts';
import { writeRecord } from '../support/recorded.ts';
import { run } from '../support/run.ts';
import { needsShell, programOnPath } from '../support/shells.ts';

const pairs = (text: string): string[] =>
  text
    .split('\0')
    .filter(pair => /^[A-Z]/.test(pair) && !/^(SHLVL|PWD|OLDPWD|PATH|_)=/.test(pair))
    .sort();

test('fish: a switch by the live record gives the same environment as the code of the program', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const dirty = { AWS_PROFILE: 'old', AWS_VAULT: 'v', AWSROLE_PROFILE: 'uat', AWS_SECURITY_TOKEN: 'x' };
  const saved = { AWSROLE_SAVED_REGION: 's', AWSROLE_SAVED_DEFAULT_REGION: 't' };
  for (const env of [
    {},
    dirty,
    { AWS_REGION: 'eu-west-3', AWS_PROFILE_REGION: 'p' },
    { AWSROLE_REGION: 'r', AWS_REGION: 'r' },
    { AWSROLE_REGION: 'r', AWS_REGION: 'r', AWS_DEFAULT_REGION: 'u', ...saved },
  ]) {
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

test('fish: use, - and clear change this shell; other commands reach the program with stdin, quoting and status', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const { stdout } = await inside.fish(
    `awsrole dev; awsrole use uat; awsrole -; echo $status $AWSROLE_PROFILE $AWSROLE_PREVIOUS
    awsrole clear; echo $status; set -n | string match 'AWSROLE_*'; set -n | string match -r '^AWS_.*KEY.*'
    awsrole exec dev -- sh -c 'cat; exit 7' <'${FUNCTIONS}' | string match -q '*fish 3.1*'; echo $pipestatus; set -q AWSROLE_PROFILE; echo $status
    set -S | string match -r '.*[Ss]ecret.*'`,
  );
  assert.equal(stdout, '0 dev uat\n0\nAWSROLE_PREVIOUS\n7 0\n1\n');
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

test('fish: clear and a switch by the live record start no process, and exec starts only the command', async t => {
  if (!needsShell(t, 'fish')) return;
  const strace = programOnPath('strace');
  if (!strace) return t.skip('strace IS NOT INSTALLED: the test did not run');
  const inside = await fishLab(t);
  const trace = async (code: string): Promise<string[]> => {
    const out = join(inside.home, 'trace');
    const calls = 'trace=fork,vfork,clone,clone3,execve';
    const words = [
      '--no-config',
      '-i',
      '-c',
      `function fish_prompt; end; source '${FUNCTIONS}'; ${DRAW}; ${code}`,
    ];
    const result = await run(t, strace, ['-f', '-qq', '-e', calls, '-o', out, 'fish', ...words], {
      cwd: inside.home,
      env: inside.env,
    });
    assert.equal(result.exitCode, 0, result.stderr);
    // excludes the second half of an interrupted call, and threads
    return readFileSync(out, 'utf8')
      .split('\n')
      .filter(
        line =>
          /\b(fork|clone3?|execve)\(/.test(line) &&
          !line.includes('CLONE_THREAD') &&
          !line.includes('ENOENT'),
      );
  };
  const baseline = (await trace('true')).length;
  const switches = `awsrole dev; awsrole uat; awsrole -; ${DRAW}; string match -q "[dev *" -- "$awsrole_prompt"; and awsrole clear`;
  assert.equal((await trace(`set -gx NO_COLOR 1; ${switches}`)).length, baseline);
  assert.equal(
    (await trace('awsrole exec dev -- true')).length,
    baseline + 2,
    'clone and execve of the command',
  );
});

test('fish: a switch starts the program when the live record is edited, hostile, expired or of another profile', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
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
    replaced('awsrole-live 2', 'awsrole-live 3'),
    replaced(/ \d+\n/, ' 1\n'),
    replaced(/2 \d+ /, '2 9999999999 '),
    replaced(/2 \d+ /, '2 (touch pwned) '),
    replaced(/config \w+/, 'config ../stamps'),
    replaced(/config \w+/, 'config -'),
    replaced(/config \w+/, 'config 0123456789abcdef'),
    replaced('.aws/config', '.aws/other'),
    replaced('.aws/credentials', '.aws/other'),
    replaced('calls -', 'calls any'),
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
    writeRecord(join(inside.record, '..', `bad${index}`), text.replace('PROFILE=dev', `PROFILE=bad${index}`));
  });
  writeRecord(join(inside.record, '..', 'fine'), good.replaceAll('PROFILE=dev', 'PROFILE=fine'));
  symlinkSync('fine', join(inside.record, '..', 'link'));
  const names = [...bad.map((_, index) => `bad${index}`), 'link', 'none'];
  await inside.fish(`for name in fine ${names.join(' ')} '' ../live/fine '*' .x; awsrole $name; end`);
  const others = ['', '../live/fine', '*', '.x'];
  const calls = [...names, ...others].map(name => (name ? `use --shell fish ${name}` : ''));
  assert.deepEqual(inside.started().split('\n').slice(0, -1), calls);
  assert.equal(existsSync(join(inside.home, 'pwned')), false);
});

test('fish: a switch starts the program when a shared file changed or a variable makes the record invalid', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const startsProgram = async (env: Record<string, string | undefined> = {}): Promise<boolean> => {
    await inside.fish('awsrole dev', env);
    return inside.started() === 'use --shell fish dev\n';
  };
  assert.equal(await startsProgram(), false);
  for (const env of [
    { AWS_CONFIG_FILE: '/dev/null' },
    { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { AWSROLE_CACHE_DIR: 'relative' },
    { AWSROLE_CACHE: 'off' },
  ])
    assert.equal(await startsProgram(env), true, JSON.stringify(env));
  settle(inside.config, 7300);
  assert.equal(await startsProgram(), true, 'older');
  settle(inside.config, 0);
  assert.equal(await startsProgram(), true, 'newer');
  renameSync(inside.config, `${inside.config}.away`);
  assert.equal(await startsProgram(), true, 'gone');
});

test('fish: awsrole calls builtins, not functions of the user with the same names', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const { stdout } = await inside.fish(
    `for name in string math contains path printf source set_color functions disown echo
      function $name --inherit-variable name; builtin printf '%s was called\\n' $name; end
    end
    function fish_prompt; builtin printf '> '; end
    awsrole dev; awsrole uat; awsrole -; ${DRAW}
    builtin echo $AWSROLE_PROFILE $awsrole_prompt; fish_prompt; awsrole_unload; builtin functions -q awsrole; builtin echo $status`,
    { NO_COLOR: '1' },
    '-i',
  );
  assert.match(stdout, /^dev \[dev 222233334444 \w+\] \n\[dev 222233334444 \w+\] > 1\n$/);
  assert.equal(inside.started(), '');
});

test('fish: a non-interactive shell has the function and no prompt hook, and loading prints nothing', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const loaded = await inside.fish(`source '${FUNCTIONS}'; source '${FUNCTIONS}'`);
  assert.deepEqual([loaded.exitCode, loaded.stdout, loaded.stderr], [0, '', '']);
  const { stdout } = await inside.fish(
    `functions -q awsrole __awsrole_precmd; echo $status; awsrole dev; ${DRAW}; set -q awsrole_prompt; echo $status`,
  );
  assert.equal(stdout, '1\n1\n');
});

test('fish: the functions parse and have the format of fish_indent', async t => {
  if (!needsShell(t, 'fish') || !needsShell(t, 'fish_indent')) return;
  assert.equal((await run(t, 'fish', ['--no-execute', FUNCTIONS])).exitCode, 0);
  assert.equal((await run(t, 'fish_indent', ['--check', FUNCTIONS])).exitCode, 0);
});

test('fish: awsrole_unload removes every function and variable, those of the completions included', async t => {
  const fish = needsShell(t, 'fish');
  if (!fish) return;
  const code = `source '${FUNCTIONS}'
    awsrole_unload; functions -a; set -n`;
  const { stdout } = await run(t, fish, ['--no-config', '-c', code]);
  assert.deepEqual(
    stdout.split('\n').filter(name => name.includes('awsrole')),
    [],
  );
});
