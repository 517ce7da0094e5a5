import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BASH, loading, ZSH } from '../support/integrated-shells.ts';
import { NASTY } from '../support/nasty-text.ts';
import { traced } from '../support/process-starts.ts';
import { OF_OTHERS, PASSED_ON, type RecordCase, SERVED } from '../support/record-cases.ts';
import { type RecordLab, recordLab } from '../support/record-lab.ts';
import { AWKWARD, recordedSandbox, writeRecord } from '../support/recorded.ts';
import { run } from '../support/run.ts';
import { needsShell } from '../support/shells.ts';

const SHELLS = [BASH[0], ZSH[0]].filter(shell => shell !== undefined);

/** Prints the environment of a child process. `variables` omits `_`, which the shell sets. */
const SHOW = 'env -0';
const variables = (stdout: string): string[] =>
  stdout
    .split('\0')
    .filter(pair => pair !== '' && !pair.startsWith('_='))
    .sort();

/** Environments before a switch. A record must change each as the program does. */
const ENVIRONMENTS: readonly Record<string, string>[] = [
  {},
  {
    AWS_PROFILE: 'x',
    AWS_SECURITY_TOKEN: 'x',
    AWS_VAULT: 'x',
    AWSROLE_COLOR: 'fff',
    AWS_ROLE_ARN: '',
    MINE: "it's",
  },
  {
    AWSROLE_PROFILE: 'uat',
    AWSROLE_REGION: 'eu-central-1',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'af-south-1',
    AWSROLE_SAVED_REGION: 'ap-southeast-2',
    AWSROLE_SAVED_DEFAULT_REGION: 'sa-east-1',
  },
  { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'ap-southeast-2', AWS_PROFILE_REGION: 'us-east-2' },
  { AWSROLE_PROFILE: 'dev', AWSROLE_PREVIOUS: 'prod two', AWS_REGION: 'us-east-1' },
  { AWSROLE_PREVIOUS: 'uat' },
];

const attempt = (lab: RecordLab, { prepare, words = 'dev', env = {} }: RecordCase) => {
  lab.restore();
  prepare?.(lab);
  return lab.attempt(words, typeof env === 'function' ? env(lab) : env);
};

for (const shell of SHELLS) {
  const { program } = shell;

  test(`${program}: with a live record a switch starts no process and exec starts one`, async t => {
    const path = needsShell(t, program);
    if (!path) return;
    const inside = await recordedSandbox(t, 'dev', 'uat');
    const trace = async (code: string) =>
      traced(t, path, [...shell.args, '-c', `${loading(program)}${code}\n:`], {
        cwd: inside.home,
        env: inside.env,
      });
    const code = 'awsrole dev\nawsrole use uat\nawsrole -\necho "$AWSROLE_PROFILE"\nawsrole clear';
    const switched = await trace(code);
    if (!switched) return;
    assert.deepEqual([switched.result.stdout, switched.result.stderr], ['dev\n', '']);
    assert.deepEqual(switched.starts, []);
    const executed = await trace('awsrole exec dev -- true');
    assert.deepEqual(
      executed?.starts.map(start => start.replace(/^clone3|^v?fork/, 'clone').replace(/ .*\//, ' ')),
      ['clone', 'execve true'],
    );
    // checks that the trace sees a process
    const started = await trace('awsrole dev --min-left 5m');
    assert.ok(started?.starts.some(start => start.startsWith('execve ')));
  });

  test(`${program}: a live record gives the same environment as the code of the program`, async t => {
    const path = needsShell(t, program);
    if (!path) return;
    const inside = await recordedSandbox(t, 'dev', AWKWARD);
    const show = async (code: string, env: Record<string, string>) => {
      const args = [...shell.args, '-c', `${loading(program)}${code}; ${SHOW}`];
      const { stdout, stderr } = await run(t, path, args, {
        cwd: inside.home,
        env: { ...inside.env, ...env },
      });
      assert.equal(stderr, '');
      return variables(stdout);
    };
    for (const env of ENVIRONMENTS) {
      const cleared = await show(`eval "$(command awsrole clear --shell ${program})"`, env);
      assert.deepEqual(await show('awsrole clear', env), cleared, JSON.stringify(env));
      for (const profile of ['dev', AWKWARD]) {
        const byProgram = await show(`eval "$(command awsrole use --shell ${program} "${profile}")"`, env);
        assert.ok(byProgram.includes(`AWSROLE_PROFILE=${profile}`));
        assert.deepEqual(await show(`awsrole "${profile}"`, env), byProgram, JSON.stringify(env));
      }
    }
  });

  test(`${program}: the functions use a valid record and start the program for any other [P9]`, async t => {
    if (!needsShell(t, program)) return;
    const lab = await recordLab(t, shell, 'dev', 'uat', AWKWARD);
    for (const valid of SERVED)
      await t.test(valid.name, async () => {
        const profile = valid.words?.replaceAll('"', '') ?? 'dev';
        assert.deepEqual(await attempt(lab, valid), { profiles: [profile, profile], calls: [], stderr: '' });
      });
    for (const invalid of [...PASSED_ON, ...(process.getuid?.() === 0 ? OF_OTHERS : [])])
      await t.test(invalid.name, async () => {
        const words = (invalid.words ?? 'dev').replaceAll('"', '');
        const calls = [
          `use --shell ${program} ${words}`,
          `exec ${words} -- sh -c echo "\${AWSROLE_PROFILE-}"`,
        ];
        assert.deepEqual(await attempt(lab, invalid), { profiles: [], calls, stderr: '' });
      });
    assert.equal(existsSync(join(lab.inside.home, 'canary')), false);
  });

  test(`${program}, pitfall 5: the functions take a value of a record literally and run no part of it [P3]`, async t => {
    if (!needsShell(t, program)) return;
    const lab = await recordLab(t, shell, 'dev');
    const secrets = NASTY.filter(text => text !== '' && !/\p{Cc}/u.test(text));
    const record = readFileSync(lab.record('dev'), 'utf8');
    const { home, env } = lab.inside;
    for (const secret of secrets) {
      writeRecord(
        lab.record('dev'),
        record.replace(/^(AWS_SECRET_ACCESS_KEY|AWSROLE_COLOR)=.*$/gm, (_, name) => `${name}=${secret}`),
      );
      const code = `${loading(program)}awsrole dev; awsrole exec dev -- ${SHOW}; ${SHOW}`;
      const { stdout, stderr } = await run(t, program, [...shell.args, '-c', code], { cwd: home, env });
      const seen = variables(stdout).filter(pair => /^(AWS_SECRET_ACCESS_KEY|AWSROLE_COLOR)=/.test(pair));
      const expected = [`AWSROLE_COLOR=${secret}`, `AWS_SECRET_ACCESS_KEY=${secret}`].flatMap(pair => [
        pair,
        pair,
      ]);
      assert.deepEqual([seen, stderr], [expected, ''], secret);
    }
    assert.equal((await run(t, 'find', [home, '-name', 'canary*'])).stdout, '');
  });
}
