import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';
import { type RunResult, run } from '../../support/run.ts';
import { programOnPath } from '../../support/shells.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** The installed shells that a system may use as `sh`. */
const shells = (['dash', 'bash', 'busybox'] as const).flatMap(name => {
  const path = programOnPath(name);
  return path === undefined ? [] : [[name, path] as const];
});

/** A folder with a stand-in for Node and an empty working directory. */
interface Lab {
  /** Runs `awsrole exec dev -- WORDS` by the launcher under the shell, with a `node` that prints `record`. */
  exec(record: string, ...words: string[]): Promise<RunResult>;
  /** names of the files that commands created */
  files(): string[];
}

const lab = (t: TestContext, shell: string): Lab => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  const work = join(folder, 'work');
  for (const path of [bin, work]) mkdirSync(path);
  // bash and busybox choose their behaviour by the name of the program
  symlinkSync(shell, join(bin, 'sh'));
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf %s "$RECORD"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return {
    exec: (record, ...words) =>
      run(t, join(bin, 'sh'), [LAUNCHER, 'exec', 'dev', '--', ...words], {
        cwd: work,
        env: { PATH: `${bin}:/usr/bin:/bin`, RECORD: record },
      }),
    files: () => readdirSync(work),
  };
};

/** Returns a record for a command of two words, in the format that Node prints. */
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
/** Incomplete records that the launcher does not mistake for help. Only the last line break may be missing. */
const truncated = Array.from({ length: whole.length - 1 }, (_, length) => whole.slice(0, length)).filter(
  // all of them take too long in each shell: the ends of lines and their neighbours cover the cases
  text => text === '' || (text.length >= 'awsrole-exec'.length && /[\n =1ndc]$/.test(text)),
);

for (const [name, shell] of shells) {
  test(`${name} as sh: the launcher rejects a record with an invalid line or word count and runs nothing`, async t => {
    const { exec, files } = lab(t, shell);
    for (const text of hostile) {
      const { exitCode, stderr } = await exec(text, 'touch', 'ran');
      assert.deepEqual([exitCode, files()], [1, []], text);
      assert.match(stderr, /^awsrole: error: the environment c/, text);
    }
  });

  test(`${name} as sh: the launcher rejects an incomplete record and runs nothing [P1]`, async t => {
    const { exec, files } = lab(t, shell);
    for (const text of truncated) {
      const { exitCode, stderr } = await exec(text, 'touch', 'ran');
      assert.deepEqual([exitCode, files()], [1, []], JSON.stringify(text));
      assert.match(stderr, /^awsrole: error: the environment c/);
    }
  });

  test(`${name} as sh: the launcher passes on each value of a record as text, also one with shell code or "end" [P3]`, async t => {
    const { exec, files } = lab(t, shell);
    const value = '  $(touch pwned) `touch pwned` \'"\\ * =x; touch pwned end  ';
    const text = record(`AWS_A=${value}`, 'AWS_B=', 'AWS_C=end', '-AWS_D', 'AWSROLE_E=é☃');
    const { stdout } = await exec(text, 'env', '-0');
    const pairs = stdout.split('\0').filter(pair => /^AWS\w*_[A-E]=/.test(pair));
    assert.deepEqual(pairs.sort(), [`AWSROLE_E=é☃`, `AWS_A=${value}`, 'AWS_B=', 'AWS_C=end']);
    assert.deepEqual(files(), []);
  });
}
