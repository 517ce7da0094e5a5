import { spawnSync } from 'node:child_process';
import { median } from './statistics.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** Shell code whose cost is asked for: `code` makes `calls` calls. */
export interface Probe {
  readonly name: string;
  readonly code: string;
  readonly calls: number;
}

/** How often: so many batches of each probe, in turn, and so many calls in a batch. */
export interface Rounds {
  readonly batches: number;
  readonly calls: number;
}

/** 1 000 calls of each. */
export const THOUSAND: Rounds = { batches: 50, calls: 20 };

/**
 * Times calls inside one running shell, batch by batch, the probes in turn. The clock is the shell's own; fish has none
 * and runs `date`, whose cost is that of an empty batch and is taken off.
 *
 * @param prepare code that runs before the first batch
 * @param env the whole environment of the shell
 * @returns milliseconds of one call, one value a batch, by probe
 * @throws when the shell fails, with what it wrote
 */
export const timeInShell = (
  shell: Shell,
  prepare: string,
  probes: readonly Probe[],
  env: NodeJS.ProcessEnv,
  rounds: Rounds = THOUSAND,
): Map<string, number[]> => {
  const [file, ...args] = START[shell];
  const { stdout, stderr, status, error } = spawnSync(
    file,
    [...args, '-c', SCRIPT[shell](prepare, [...probes, EMPTY], rounds)],
    { env, encoding: 'utf8', timeout: 300_000, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (error) throw error;
  if (status !== 0 || stderr !== '') throw new Error(`${shell} ended with ${status}: ${stderr}${stdout}`);
  const batches = readBatches(stdout);
  const overhead = shell === 'fish' ? median(batches.get(EMPTY.name) ?? []) : 0;
  return new Map(
    probes.map(({ name, code, calls }) => [
      name,
      (batches.get(name) ?? failed(`${shell} did not time ${code}`)).map(
        nanoseconds => (nanoseconds - overhead) / 1e6 / (repeats(rounds, calls) * calls),
      ),
    ]),
  );
};

const EMPTY: Probe = { name: 'empty', code: '', calls: 1 };

const repeats = ({ calls }: Rounds, inCode: number): number => Math.max(1, Math.round(calls / inCode));

const failed = (reason: string): never => {
  throw new Error(reason);
};

/** Lines `NAME NANOSECONDS`. */
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
  // interactive, since only there fish has the hook
  fish: ['fish', '--no-config', '--interactive'],
};

type Script = (prepare: string, probes: readonly Probe[], rounds: Rounds) => string;

/** @param clock defines `bench_now`, which puts nanoseconds into `bench_at` */
const scriptWith =
  (clock: string): Script =>
  (prepare, probes, rounds) =>
    `${prepare}
${clock}
for ((bench_round = 0; bench_round < ${rounds.batches}; bench_round++)); do
${probes
  .map(
    ({ name, code, calls }) => `bench_now; bench_from=$bench_at
for ((bench_call = 0; bench_call < ${repeats(rounds, calls)}; bench_call++)); do ${code || ':'}; done
bench_now; echo "${name} $((bench_at - bench_from))"`,
  )
  .join('\n')}
done`;

const SCRIPT: Record<Shell, Script> = {
  bash: scriptWith(`bench_now() { bench_at=\${EPOCHREALTIME/[.,]/}000; }`),
  zsh: scriptWith(
    'zmodload zsh/datetime; bench_now() { bench_at=$((epochtime[1] * 1000000000 + epochtime[2])); }',
  ),
  fish: (prepare, probes, rounds) => `${prepare}
for bench_round in (seq ${rounds.batches})
${probes
  .map(
    ({ name, code, calls }) => `set -l bench_calls (seq ${code ? repeats(rounds, calls) : 0})
set -l bench_from (date +%s%N)
for bench_call in $bench_calls; ${code}; end
set -l bench_to (date +%s%N)
echo "${name} "(math "$bench_to - $bench_from")`,
  )
  .join('\n')}
end`,
};
