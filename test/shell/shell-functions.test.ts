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
  /** what bash and zsh read alike, after the file is loaded */
  readonly code: string;
  readonly stdout: string;
}

/** What is shown of the environment: `env` adds `_`. */
const ENV = "env | grep -v '^_=' | LC_ALL=C sort";

/** Each gives the same with a record of the session and without one. */
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'use activates the profile, exported',
    code: 'awsrole dev; echo "$? $AWSROLE_PROFILE"; awsrole use uat; sh -c \'echo "$AWSROLE_ACCOUNT_ID $AWS_REGION"\'',
    stdout: '0 dev\n333344445555 eu-central-1\n',
  },
  {
    name: '- is the previous profile, again and again',
    code: 'awsrole dev; awsrole uat; awsrole -; echo "$AWSROLE_PROFILE"; awsrole use -; echo "$AWSROLE_PROFILE"',
    stdout: 'dev\nuat\n',
  },
  {
    name: 'a name with blanks, quotes and patterns is one word, as previous profile too',
    code: `awsrole "${AWKWARD}"; awsrole dev; awsrole -; echo "$AWSROLE_PROFILE"; awsrole exec "${AWKWARD}" -- env | grep ^AWSUME`,
    stdout: `${AWKWARD}\nAWSUME_PROFILE=${AWKWARD}\n`,
  },
  {
    name: 'clear takes out all that use set, and leaves the rest; a second one does nothing',
    code: `before=$(${ENV}); awsrole dev; awsrole clear; [ "$before" = "$(${ENV})" ] && echo same; awsrole clear && echo yes`,
    stdout: 'same\nyes\n',
  },
  {
    name: 'pitfall 2: a failed switch leaves the environment as it was and has the status of the program',
    code: `awsrole dev; before=$(${ENV}); awsrole nobody 2>/dev/null || echo "rc=$?"
      awsrole dev --duration never 2>/dev/null || echo "rc=$?"; [ "$before" = "$(${ENV})" ] && echo same`,
    stdout: 'rc=1\nrc=2\nsame\n',
  },
  {
    name: 'eval "$(awsrole dev)" activates where the function is loaded, too',
    code: `eval "$(awsrole dev)"; echo "$AWSROLE_PROFILE"; eval "$(awsrole clear)"; echo "[\${AWSROLE_PROFILE-}]"`,
    stdout: 'dev\n[]\n',
  },
  {
    name: 'a subshell is a shell of its own',
    code: `( awsrole dev; echo "$AWSROLE_PROFILE" ); echo "[\${AWSROLE_PROFILE-}]"`,
    stdout: 'dev\n[]\n',
  },
  {
    name: 'exec hands over arguments, stdin and environment, and leaves nothing here',
    code: `echo input | awsrole exec dev -- sh -c 'printf "<%s>" "$@"; cat; echo "$AWSROLE_PROFILE"' sh 'a b' '' '*' "it's" -n --
      echo "[\${AWSROLE_PROFILE-}\${AWS_SECRET_ACCESS_KEY-}]"`,
    stdout: "<a b><><*><it's><-n><-->input\ndev\n[]\n",
  },
  {
    name: 'exec has the status of the command, and that of its signal',
    code: `awsrole exec dev -- sh -c 'exit 7' || echo "rc=$?"; { awsrole exec dev -- sh -c 'kill -TERM $$'; } 2>/dev/null || echo "rc=$?"
      awsrole exec dev -- no-such-command 2>/dev/null || echo "rc=$?"; awsrole exec dev -- true; echo "rc=$?"`,
    stdout: 'rc=7\nrc=143\nrc=127\nrc=0\n',
  },
  {
    name: 'exec starts the program of a name, never a function or a builtin',
    code: `ls() { echo FUNCTION; }; awsrole exec dev -- ls /dev/null; awsrole exec dev -- printenv AWSROLE_PROFILE
      awsrole exec dev -- echo 'a\\tb' 2>&1; echo() { :; }; awsrole exec dev -- echo here`,
    stdout: '/dev/null\ndev\na\\tb\nhere\n',
  },
  {
    name: 'pitfall 17: options and IFS are as before',
    code: `before=$(set +o; printf %s "\${IFS-none}" | od -c); awsrole dev; awsrole uat; awsrole -; awsrole clear
      [ "$before" = "$(set +o; printf %s "\${IFS-none}" | od -c)" ] && echo same`,
    stdout: 'same\n',
  },
];

/** Runs code in a shell that has loaded our file. */
const runIn = (t: TestContext, inside: InSandbox, shell: IntegratedShell, code: string, env = {}) =>
  run(t, shell.program, [...shell.args, '-c', `${shell.load}${code}`], {
    cwd: inside.home,
    env: { ...inside.env, ...env },
  });

/** With this in the environment no record serves, and the session is the same. */
const WITHOUT_RECORD = { AWS_STS_REGIONAL_ENDPOINTS: 'regional' };

for (const shell of INTEGRATED_SHELLS)
  test(shell.title, async t => {
    if (!needsShell(t, shell.program)) return;
    const inside = await recordedSandbox(t, 'dev', 'uat', AWKWARD);
    const before = readdirSync(inside.home);

    for (const { name, code, stdout } of SCENARIOS)
      for (const [how, env] of [
        ['with a record', {}],
        ['by the program', WITHOUT_RECORD],
      ] as const)
        await t.test(`${name}, ${how}`, async t => {
          const result = await runIn(t, inside, shell, code, env);
          assert.deepEqual([result.stdout, result.stderr, result.exitCode], [stdout, '', 0]);
        });

    await t.test('pitfall 29: loading it prints nothing and succeeds', async t => {
      const result = await runIn(t, inside, shell, '');
      assert.deepEqual([result.stdout, result.stderr, result.exitCode], ['', '', 0]);
    });

    await t.test(
      'pitfall 14: what is no switch reaches the program word by word, with stdin and status',
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

    await t.test('pitfall 7: help and text that are asked for are shown, never evaluated', async t => {
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

    await t.test('pitfall 2: of a program that failed late nothing is evaluated', async t => {
      const { path } = standIn(t, inside.env['PATH'] as string, `echo "touch canary"; exit 130`);
      const { stdout } = await runIn(t, inside, shell, 'awsrole nobody || echo "rc=$?"', { PATH: path });
      assert.equal(stdout, 'rc=130\n');
    });

    await t.test('pitfall 11: no variable but those of AWS holds a secret', async t => {
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

    await t.test('pitfall 15: under -e what fails ends the shell, and what succeeds does not', async t => {
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
    });

    assert.deepEqual(readdirSync(inside.home), before);
  });
