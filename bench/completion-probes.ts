import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Shell, timeInShell } from './in-shell.ts';
import { loading } from './shell-functions.ts';

/** Once a batch: a call takes long enough for the clock. */
const ROUNDS = { batches: 9, calls: 1 };

/**
 * How long a shell takes from Tab to the candidates, without drawing them.
 *
 * @param word the begun name of a profile
 * @returns milliseconds, one value a call
 */
export const timeCompletion = (
  shell: Shell,
  root: string,
  word: string,
  env: NodeJS.ProcessEnv,
): number[] => {
  const line = `awsrole exec ${word}`;
  if (shell === 'zsh') return timeInEditor(root, line, env);
  const code =
    shell === 'bash'
      ? `COMP_LINE='${line}' COMP_POINT=${line.length}; __awsrole_complete`
      : `complete -C '${line}' >/dev/null`;
  const probes = [{ name: 'tab', code, calls: 1 }];
  return timeInShell(shell, loading(shell, root), probes, env, ROUNDS).get('tab') ?? [];
};

/** zsh completes only in its line editor, so one on a terminal of zsh's own making: a key that times the completion. */
const timeInEditor = (root: string, line: string, env: NodeJS.ProcessEnv): number[] => {
  const folder = mkdtempSync(join(tmpdir(), 'awsrole-bench-'));
  const times = join(folder, 'times');
  const inner = `PS1=ready'> '; autoload -Uz compinit; compinit -D -u; ${loading('zsh', root)}
zmodload zsh/datetime
bench_tab() {
  local from=$EPOCHREALTIME
  _main_complete
  print -r -- $(((EPOCHREALTIME - from) * 1000)) >>${times}
  compstate[insert]= compstate[list]=
}
zle -C bench_tab complete-word bench_tab
bindkey '^I' bench_tab
`;
  const outer = `zmodload zsh/zpty
print -r -- "$BENCH_INNER" >${folder}/inner
zpty editor zsh -f -i
zpty -w editor '. ${folder}/inner'
zpty -r editor bench_text $'*ready> *'
for ((bench_try = 0; bench_try < ${ROUNDS.batches}; bench_try++)); do zpty -w -n editor $'${line}\\t\\x15'; done
zpty -w editor exit
while zpty -r editor bench_text; do :; done`;
  const { status, stderr } = spawnSync('zsh', ['-f', '-c', outer], {
    env: { ...env, BENCH_INNER: inner, TERM: 'xterm' },
    encoding: 'utf8',
    timeout: 300_000,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0 || stderr !== '') throw new Error(`zsh ended with ${status}: ${stderr}`);
  const values = readFileSync(times, 'utf8').split('\n').filter(Boolean).map(Number);
  rmSync(folder, { recursive: true });
  return values;
};
