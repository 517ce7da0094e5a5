import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';
import { type RunResult, run } from '../../support/run.ts';
import { programOnPath } from '../../support/shells.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** What a machine may have as `sh`. */
const shells = (['dash', 'bash', 'busybox'] as const).flatMap(name => {
  const path = programOnPath(name);
  return path === undefined ? [] : [[name, path] as const];
});

interface Lab {
  /** Runs `awsrole exec dev -- WORDS` by the launcher under the shell, with a `node` that prints `record`. */
  exec(record: string, ...words: string[]): Promise<RunResult>;
  /** files that commands have left */
  left(): string[];
}

const lab = (t: TestContext, shell: string): Lab => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  const work = join(folder, 'work');
  for (const path of [bin, work]) mkdirSync(path);
  // the program's name decides how bash and busybox behave
  symlinkSync(shell, join(bin, 'sh'));
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf %s "$RECORD"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return {
    exec: (record, ...words) =>
      run(t, join(bin, 'sh'), [LAUNCHER, 'exec', 'dev', '--', ...words], {
        cwd: work,
        env: { PATH: `${bin}:/usr/bin:/bin`, RECORD: record },
      }),
    left: () => readdirSync(work),
  };
};

/** A record for a command of two words, as Node would print it. */
const record = (...lines: string[]): string => `awsrole-exec 1 2\n${lines.join('\n')}\nend\n`;

const hostile = [
  record('AWS_X[$(touch pwned)]=1'),
  record('AWS_X$(touch pwned)=1'),
  record('AWS_X;touch pwned=1'),
  record('-AWS_X touch pwned'),
  record('-AWS_X[$(touch pwned)]'),
  record('PATH=/evil'),
  record('-PATH'),
  record('LD_PRELOAD=/evil.so'),
  record('BASH_ENV=/evil'),
  record('IFS=/'),
  record('aws_x=1'),
  record('AWSX=1'),
  record('=1'),
  record('-'),
  record(''),
  record('AWS_A=1', '', 'AWS_B=2'),
  'awsrole-exec 1 0\nend\n',
  'awsrole-exec 1 -1\nend\n',
  'awsrole-exec 1 2x\nend\n',
  'awsrole-exec 1 a[$(touch pwned)]\nend\n',
  'awsrole-exec 1 1$(touch pwned)\nend\n',
  'awsrole-exec 2 2\nend\n',
];

const whole = record('AWS_A=1', '-AWS_PROFILE', 'AWSROLE_B=2');
/** Every place where a record may break off once it can be told from help; the last line break may be missing. */
const truncated = Array.from({ length: whole.length - 1 }, (_, length) => whole.slice(0, length)).filter(
  // too many for each shell: the ends of lines and their neighbours tell the cases apart
  text => text === '' || (text.length >= 'awsrole-exec'.length && /[\n =1ndc]$/.test(text)),
);

for (const [name, shell] of shells) {
  test(`${name} as sh: a record with another name than ours is refused, and nothing is run`, async t => {
    const { exec, left } = lab(t, shell);
    for (const text of hostile) {
      const { exitCode, stderr } = await exec(text, 'touch', 'ran');
      assert.deepEqual([exitCode, left()], [1, []], text);
      assert.match(stderr, /^awsrole: error: the environment c/, text);
    }
  });

  test(`${name} as sh: a record that breaks off anywhere is refused, and nothing is run [P1]`, async t => {
    const { exec, left } = lab(t, shell);
    for (const text of truncated) {
      const { exitCode, stderr } = await exec(text, 'touch', 'ran');
      assert.deepEqual([exitCode, left()], [1, []], JSON.stringify(text));
      assert.match(stderr, /^awsrole: error: the environment c/);
    }
  });

  test(`${name} as sh: values are text, whatever they hold, and "end" within one ends nothing [P3]`, async t => {
    const { exec, left } = lab(t, shell);
    const value = '  $(touch pwned) `touch pwned` \'"\\ * =x; touch pwned end  ';
    const text = record(`AWS_A=${value}`, 'AWS_B=', 'AWS_C=end', '-AWS_D', 'AWSROLE_E=é☃');
    const { stdout } = await exec(text, 'env', '-0');
    const pairs = stdout.split('\0').filter(pair => /^AWS\w*_[A-E]=/.test(pair));
    assert.deepEqual(pairs.sort(), [`AWSROLE_E=é☃`, `AWS_A=${value}`, 'AWS_B=', 'AWS_C=end']);
    assert.deepEqual(left(), []);
  });
}
