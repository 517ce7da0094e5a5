import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Whether a shell is installed and can tell the time: bash before 5 cannot. */
export const isUsable = (shell: Shell): boolean =>
  spawnSync(shell, ['-c', shell === 'bash' ? '[[ -n $EPOCHREALTIME ]]' : 'true']).status === 0;

/** Shell code that loads the shell functions from a file. */
export const loading = (shell: Shell, file: string): string =>
  `${shell === 'fish' ? 'source' : '.'} '${file}'`;

/** Shell code to time: `code` makes `calls` calls. */
export interface Probe {
  readonly name: string;
  readonly code: string;
  readonly calls: number;
}

/** The measured batches of each probe in one shell. One more before them does not count. */
const BATCHES = 3;

/**
 * Starts a shell and times calls inside it, batch by batch, the probes in turn. The clock is the shell's own. fish has
 * none and runs `date`, so the time of an empty batch is subtracted.
 *
 * @param prepare code that runs before the first batch
 * @param env the whole environment of the shell
 * @param calls the calls in a batch
 * @returns milliseconds of one call, for each probe the median of its batches
 * @throws when the shell fails, with its output
 */
export const timeInShell = (
  shell: Shell,
  prepare: string,
  probes: readonly Probe[],
  env: NodeJS.ProcessEnv,
  calls = 20,
): number[] => {
  const [file, ...args] = START[shell];
  const { stdout, stderr, status, error } = spawnSync(
    file,
    [...args, '-c', SCRIPT[shell](prepare, [...probes, EMPTY], calls)],
    { env, encoding: 'utf8', timeout: 300_000, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (error) throw error;
  if (status !== 0 || stderr !== '') throw new Error(`${shell} ended with ${status}: ${stderr}${stdout}`);
  const batches = readBatches(stdout);
  const typical = (name: string): number => median((batches.get(name) ?? []).slice(1));
  const overhead = shell === 'fish' ? typical(EMPTY.name) : 0;
  return probes.map(
    probe => (typical(probe.name) - overhead) / 1e6 / (repeats(calls, probe.calls) * probe.calls),
  );
};

const EMPTY: Probe = { name: 'empty', code: '', calls: 1 };

const repeats = (calls: number, inCode: number): number => Math.max(1, Math.round(calls / inCode));

/** Collects the lines `NAME NANOSECONDS` of a shell's output by name. */
export const readBatches = (text: string): Map<string, number[]> => {
  const batches = new Map<string, number[]>();
  for (const line of text.split('\n')) {
    const match = /^(\w+) (\d+)$/.exec(line);
    if (match?.[1]) batches.set(match[1], [...(batches.get(match[1]) ?? []), Number(match[2])]);
  }
  return batches;
};

const START: Record<Shell, readonly [string, ...string[]]> = {
  bash: ['bash', '--norc', '--noprofile'],
  zsh: ['zsh', '-f'],
  // only an interactive fish has the prompt hook
  fish: ['fish', '--no-config', '--interactive'],
};

type Script = (prepare: string, probes: readonly Probe[], calls: number) => string;

/** @param clock defines `bench_now`, which puts nanoseconds into `bench_at` */
const scriptWith =
  (clock: string): Script =>
  (prepare, probes, calls) =>
    `${prepare}
${clock}
for ((bench_round = 0; bench_round <= ${BATCHES}; bench_round++)); do
${probes
  .map(
    ({ name, code, calls: inCode }) => `bench_now; bench_from=$bench_at
for ((bench_call = 0; bench_call < ${repeats(calls, inCode)}; bench_call++)); do ${code || ':'}; done
bench_now; echo "${name} $((bench_at - bench_from))"`,
  )
  .join('\n')}
done`;

const SCRIPT: Record<Shell, Script> = {
  bash: scriptWith(`bench_now() { bench_at=\${EPOCHREALTIME/[.,]/}000; }`),
  zsh: scriptWith(
    'zmodload zsh/datetime; bench_now() { bench_at=$((epochtime[1] * 1000000000 + epochtime[2])); }',
  ),
  fish: (prepare, probes, calls) => `${prepare}
for bench_round in (seq 0 ${BATCHES})
${probes
  .map(
    ({ name, code, calls: inCode }) => `set -l bench_calls (seq ${code ? repeats(calls, inCode) : 0})
set -l bench_from (date +%s%N)
for bench_call in $bench_calls; ${code}; end
set -l bench_to (date +%s%N)
echo "${name} "(math "$bench_to - $bench_from")`,
  )
  .join('\n')}
end`,
};

/**
 * Starts a shell and times it from Tab to the candidates, without drawing them.
 *
 * @param functions the file with the shell functions and the completion
 * @param word the start of a profile's name
 * @returns milliseconds of one Tab
 */
export const timeCompletion = (
  shell: Shell,
  functions: string,
  word: string,
  env: NodeJS.ProcessEnv,
): number => {
  const line = `awsrole exec ${word}`;
  if (shell === 'zsh') return timeInEditor(functions, line, env);
  const load = loading(shell, functions);
  const [prepare, code] =
    shell === 'bash'
      ? [
          `${load}; bench_complete=$(complete -p awsrole); bench_complete=\${bench_complete##*-F }`,
          `COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(awsrole exec '${word}') COMP_CWORD=2; \${bench_complete%% *} awsrole '${word}' exec`,
        ]
      : [load, `complete -C '${line}' >/dev/null`];
  return timeInShell(shell, prepare, [{ name: 'tab', code, calls: 1 }], env, 1)[0] as number;
};

/** Times a completion in zsh: that needs the line editor, so it runs on a pseudo-terminal of zsh, by a key of its own. */
const timeInEditor = (functions: string, line: string, env: NodeJS.ProcessEnv): number => {
  const folder = mkdtempSync(join(tmpdir(), 'awsrole-bench-'));
  const times = join(folder, 'times');
  const inner = `PS1=ready'> '; autoload -Uz compinit; compinit -D -u; ${loading('zsh', functions)}
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
for ((bench_try = 0; bench_try <= ${BATCHES}; bench_try++)); do zpty -w -n editor $'${line}\\t\\x15'; done
zpty -w editor exit
while zpty -r editor bench_text; do :; done`;
  try {
    const { status, stderr } = spawnSync('zsh', ['-f', '-c', outer], {
      env: { ...env, BENCH_INNER: inner, TERM: 'xterm' },
      encoding: 'utf8',
      timeout: 300_000,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0 || stderr !== '') throw new Error(`zsh ended with ${status}: ${stderr}`);
    return median(readFileSync(times, 'utf8').split('\n').filter(Boolean).slice(1).map(Number));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
