import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { InSandbox } from '../support/in-sandbox.ts';
import { INTEGRATED_SHELLS, type IntegratedShell } from '../support/integrated-shells.ts';
import { AWKWARD, recordedSandbox } from '../support/recorded.ts';
import { run } from '../support/run.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';

interface Scenario {
  readonly name: string;
  /** code for bash and zsh, after the functions are loaded */
  readonly code: string;
  readonly stdout: string;
}

/** Prints the environment without `_`, which the shell sets. */
const ENV = "env | grep -v '^_=' | LC_ALL=C sort";

/** Each scenario prints the same with and without a live record. */
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'use activates the profile and exports its variables',
    code: 'awsrole dev; echo "$? $AWSROLE_PROFILE"; awsrole use uat; sh -c \'echo "$AWSROLE_ACCOUNT_ID $AWS_REGION"\'',
    stdout: '0 dev\n333344445555 eu-central-1\n',
  },
  {
    name: '- switches to the previous profile each time',
    code: 'awsrole dev; awsrole uat; awsrole -; echo "$AWSROLE_PROFILE"; awsrole use -; echo "$AWSROLE_PROFILE"',
    stdout: 'dev\nuat\n',
  },
  {
    name: 'a name with blanks, quotes and patterns is one word, also as the previous profile',
    code: `awsrole "${AWKWARD}"; awsrole dev; awsrole -; echo "$AWSROLE_PROFILE"; awsrole exec "${AWKWARD}" -- env | grep ^AWSUME`,
    stdout: `${AWKWARD}\nAWSUME_PROFILE=${AWKWARD}\n`,
  },
  {
    name: 'clear unsets every variable that use set except AWSROLE_PREVIOUS, and a second clear does nothing',
    code: `before=$(${ENV}); awsrole dev; awsrole clear; awsrole clear && echo "$AWSROLE_PREVIOUS"
      unset AWSROLE_PREVIOUS; [ "$before" = "$(${ENV})" ] && echo same`,
    stdout: 'dev\nsame\n',
  },
  {
    name: 'pitfall 2: a failed switch does not change the environment and has the status of the program',
    code: `awsrole dev; before=$(${ENV}); awsrole nobody 2>/dev/null || echo "rc=$?"
      awsrole dev --duration never 2>/dev/null || echo "rc=$?"; [ "$before" = "$(${ENV})" ] && echo same`,
    stdout: 'rc=1\nrc=2\nsame\n',
  },
  {
    name: 'eval "$(awsrole dev)" activates the profile when the function is loaded',
    code: `eval "$(awsrole dev)"; echo "$AWSROLE_PROFILE"; eval "$(awsrole clear)"; echo "[\${AWSROLE_PROFILE-}]"`,
    stdout: 'dev\n[]\n',
  },
  {
    name: 'a switch in a subshell does not change the parent shell',
    code: `( awsrole dev; echo "$AWSROLE_PROFILE" ); echo "[\${AWSROLE_PROFILE-}]"`,
    stdout: 'dev\n[]\n',
  },
  {
    name: 'exec passes on arguments, stdin and environment and does not change this shell',
    code: `echo input | awsrole exec dev -- sh -c 'printf "<%s>" "$@"; cat; echo "$AWSROLE_PROFILE"' sh 'a b' '' '*' "it's" -n --
      echo "[\${AWSROLE_PROFILE-}\${AWS_SECRET_ACCESS_KEY-}]"`,
    stdout: "<a b><><*><it's><-n><-->input\ndev\n[]\n",
  },
  {
    name: 'exec returns the status of the command, or 128 plus its signal number',
    code: `awsrole exec dev -- sh -c 'exit 7' || echo "rc=$?"; { awsrole exec dev -- sh -c 'kill -TERM $$'; } 2>/dev/null || echo "rc=$?"
      awsrole exec dev -- no-such-command 2>/dev/null || echo "rc=$?"; awsrole exec dev -- true; echo "rc=$?"`,
    stdout: 'rc=7\nrc=143\nrc=127\nrc=0\n',
  },
  {
    name: 'exec starts a program, never a function or a builtin of that name',
    code: `ls() { echo FUNCTION; }; awsrole exec dev -- ls /dev/null; awsrole exec dev -- printenv AWSROLE_PROFILE
      awsrole exec dev -- echo 'a\\tb' 2>&1; echo() { :; }; awsrole exec dev -- echo here`,
    stdout: '/dev/null\ndev\na\\tb\nhere\n',
  },
  {
    name: 'pitfall 17: shell options and IFS do not change',
    code: `before=$(set +o; printf %s "\${IFS-none}" | od -c); awsrole dev; awsrole uat; awsrole -; awsrole clear
      [ "$before" = "$(set +o; printf %s "\${IFS-none}" | od -c)" ] && echo same`,
    stdout: 'same\n',
  },
];

/** Runs code in a shell that has loaded awsrole's functions. */
const runIn = (t: TestContext, inside: InSandbox, shell: IntegratedShell, code: string, env = {}) =>
  run(t, shell.program, [...shell.args, '-c', `${shell.load}${code}`], {
    cwd: inside.home,
    env: { ...inside.env, ...env },
  });

/** A variable that makes every live record invalid and keeps the session. */
const WITHOUT_RECORD = { AWS_STS_REGIONAL_ENDPOINTS: 'regional' };

for (const shell of INTEGRATED_SHELLS)
  test(shell.title, async t => {
    if (!needsShell(t, shell.program)) return;
    const inside = await recordedSandbox(t, 'dev', 'uat', AWKWARD);
    const before = readdirSync(inside.home);

    for (const { name, code, stdout } of SCENARIOS)
      for (const [how, env] of [
        ['from a record', {}],
        ['from the program', WITHOUT_RECORD],
      ] as const)
        await t.test(`${name}, ${how}`, async t => {
          const result = await runIn(t, inside, shell, code, env);
          assert.deepEqual([result.stdout, result.stderr, result.exitCode], [stdout, '', 0]);
        });

    await t.test('pitfall 29: loading the functions prints nothing and succeeds', async t => {
      const result = await runIn(t, inside, shell, '');
      assert.deepEqual([result.stdout, result.stderr, result.exitCode], ['', '', 0]);
    });

    await t.test(
      'pitfall 14: other commands than switches reach the program with exact arguments, stdin and status',
      async t => {
        const { path } = standIn(t, inside.env['PATH'] as string, `printf '<%s>' "$@"; cat; exit 7`);
        for (const command of [
          'list',
          'mfa',
          'why',
          'sandbox',
          'status',
          'logout',
          'credential-process',
          'switch-roles',
          'console',
        ]) {
          const code = `echo input | awsrole ${command} 'a b' '' '*' "it's" -n -- || echo "rc=$?"`;
          const { stdout } = await runIn(t, inside, shell, code, { PATH: path });
          assert.equal(stdout, `<${command}><a b><><*><it's><-n><-->input\nrc=7\n`);
        }
        const { stdout } = await runIn(t, inside, shell, 'awsrole || echo "rc=$?"', { PATH: path });
        assert.equal(stdout, '<>rc=7\n');
      },
    );

    await t.test('pitfall 7: the functions print help and data output and never evaluate it', async t => {
      const { path } = standIn(
        t,
        inside.env['PATH'] as string,
        `echo "touch canary; echo evaluated"; exit 3`,
      );
      for (const words of [
        'dev --help',
        'use dev -h',
        'clear --help',
        '--help',
        'dev --json',
        'dev --format ini',
      ]) {
        const { stdout } = await runIn(t, inside, shell, `awsrole ${words} || echo "rc=$?"`, { PATH: path });
        assert.equal(stdout, 'touch canary; echo evaluated\nrc=3\n', words);
      }
    });

    await t.test('pitfall 2: the functions evaluate no output of a program that fails', async t => {
      const { path } = standIn(t, inside.env['PATH'] as string, `echo "touch canary"; exit 130`);
      const { stdout } = await runIn(t, inside, shell, 'awsrole nobody || echo "rc=$?"', { PATH: path });
      assert.equal(stdout, 'rc=130\n');
    });

    await t.test('pitfall 11: no variable except the AWS variables contains a secret', async t => {
      for (const env of [{}, WITHOUT_RECORD]) {
        const code = `awsrole dev; awsrole uat; awsrole exec dev -- true; ${shell.dump}; echo; echo "[$AWS_SESSION_TOKEN]"`;
        const { stdout } = await runIn(t, inside, shell, code, env);
        const token = /\[(.{20,})\]\n$/.exec(stdout)?.[1] as string;
        const secret = /^AWS_SECRET_ACCESS_KEY='?([^'\n]{20,})/m.exec(stdout)?.[1] as string;
        assert.ok(token && secret);
        const holders = stdout.split('\n').filter(line => line.includes(token) || line.includes(secret));
        assert.deepEqual(holders.map(line => line.replace(/[=[].*/, '')).sort(), [
          '',
          'AWS_SECRET_ACCESS_KEY',
          'AWS_SESSION_TOKEN',
        ]);
      }
    });

    await t.test(
      'pitfall 15: under -e a failed command ends the shell and a successful one does not',
      async t => {
        for (const failing of [
          'awsrole nobody',
          'awsrole use nobody',
          'awsrole exec dev -- false',
          'awsrole why',
        ]) {
          const code = `set -e; awsrole dev; awsrole exec dev -- true; awsrole clear; echo on; ${failing}; echo no`;
          const { exitCode, stdout } = await runIn(t, inside, shell, code);
          assert.deepEqual([exitCode !== 0, stdout], [true, 'on\n'], failing);
        }
      },
    );

    assert.deepEqual(readdirSync(inside.home), before);
  });
