import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordedSandbox } from '../../support/recorded.ts';
import { loadedFile } from '../../support/shell-source.ts';
import { programOnPath } from '../../support/shells.ts';
import { sized } from './size.ts';

const SWITCHES = sized(150, 3_000);
/** The number of processes of each shell. */
const EACH = sized(1, 3);
/** One of this many switches has --refresh, which starts the program. */
const REFRESH = 75;

/** Prints the memory of the shell in KiB (VmRSS of proc(5)), or 0 on systems without /proc. */
const MEMORY = "awk '/^VmRSS/ { print $2 }' /proc/$$/status 2>/dev/null || echo 0";

/** The code for bash and zsh: switches in a loop, checks the variables, prints the memory half-way and at the end. */
const posix = (shell: 'bash' | 'zsh'): string => `
  . '${loadedFile(shell)}'
  memory() { ${MEMORY}; }
  count=0
  while [ $count -lt ${SWITCHES} ]; do
    count=$((count + 1))
    case $((count % 3)) in 0) profile=dev ;; 1) profile=uat ;; *) profile=prod ;; esac
    if [ $((count % ${REFRESH})) -eq 0 ]; then awsrole $profile --refresh; else awsrole $profile; fi || echo "failed: $profile"
    [ "$AWSROLE_PROFILE" = $profile ] && [ "$AWS_ACCESS_KEY_ID" = "$AWSROLE_KEY" ] || echo "wrong: $profile"
    [ $count -ne ${SWITCHES / 2} ] || memory
  done
  memory
  awsrole exec dev -- sh -c 'echo "exec $AWSROLE_PROFILE"'`;

const FISH = `
  source '${loadedFile('fish')}'
  function memory; awk '/^VmRSS/ { print $2 }' /proc/$fish_pid/status 2>/dev/null; or echo 0; end
  set names dev uat prod
  set count 0
  while test $count -lt ${SWITCHES}
    set count (math $count + 1)
    set profile $names[(math $count % 3 + 1)]
    if test (math $count % ${REFRESH}) -eq 0; awsrole $profile --refresh; else; awsrole $profile; end; or echo "failed: $profile"
    test "$AWSROLE_PROFILE" = $profile -a "$AWS_ACCESS_KEY_ID" = "$AWSROLE_KEY"; or echo "wrong: $profile"
    test $count -ne ${SWITCHES / 2}; or memory
  end
  memory
  awsrole exec dev -- sh -c 'echo "exec $AWSROLE_PROFILE"'`;

const SHELLS = [
  ['bash', ['--norc', '--noprofile', '-c', posix('bash')]],
  ['zsh', ['-f', '-c', posix('zsh')]],
  ['fish', ['--no-config', '-c', FISH]],
] as const;

test(`${SWITCHES} switches in each of several concurrent shells: right keys, no prompt, constant memory, no extra files`, async t => {
  const inside = await recordedSandbox(t, 'dev', 'uat', 'prod');
  const before = inside.calls();
  const shells = SHELLS.filter(([program]) => programOnPath(program) !== undefined);
  assert.ok(shells.length > 0);
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const runs = Array.from({ length: EACH }, () => shells)
    .flat()
    .map(async ([program, args]) => {
      const line = `exec ${[program, ...args].map(quoted).join(' ')}`;
      const { stdout, stderr, exitCode } = await inside.run('sh', line, {
        timeoutMs: sized(300_000, 600_000),
      });
      // on a busy machine a shell reports that it waits for another shell, which obtains the same session
      const complaints = stderr.replaceAll(/^awsrole: waiting for pid \d+ \(awsrole, .*\)\n/gm, '');
      assert.deepEqual([exitCode, complaints], [0, ''], program);
      const [, early, late] = /^(\d+)\n(\d+)\nexec dev\n$/.exec(stdout) ?? [];
      assert.ok(early !== undefined && late !== undefined, `${program}: ${stdout}`);
      assert.ok(Number(late) - Number(early) < 4_096, `${program}: ${early} KiB grew to ${late}`);
    });
  await Promise.all(runs);
  const calls = inside.calls();
  // concurrent refreshes of one profile share one AssumeRole call
  const made = (calls['AssumeRole'] ?? 0) - (before['AssumeRole'] ?? 0);
  assert.ok(made > 0 && made <= (shells.length * EACH * SWITCHES) / REFRESH, `${made} calls`);
  assert.deepEqual({ ...calls, AssumeRole: 0 }, { ...before, AssumeRole: 0 });
  const cache = (name: string): string[] => readdirSync(join(inside.home, '.cache/awsrole', name));
  assert.deepEqual(cache('live').sort(), ['dev', 'prod', 'uat']);
  assert.deepEqual(cache('locks'), []);
  assert.ok(cache('sessions').length <= 4 && cache('stamps').length <= 4);
  const left = readdirSync(inside.home, { recursive: true }).filter(name => String(name).endsWith('.tmp'));
  assert.deepEqual(left, []);
});
