import { timeCompletion } from './completion-probes.ts';
import { RARE_PREFIX } from './config-generator.ts';
import { type BenchHome, PROFILES } from './home.ts';
import { timeInShell } from './in-shell.ts';
import { measureCommands } from './process-rows.ts';
import { type Row, rowsOf, type Timed } from './results.ts';
import { isUsable, loading, SHELLS } from './shell-functions.ts';
import type { Command } from './spawning.ts';

export const SIZES: readonly number[] = [10, 100, 1_000, 10_000, 100_000];

const PATHS: readonly { id: string; title: string; words: readonly [string, ...string[]] }[] = [
  { id: 'use', title: 'awsrole PROFILE, live', words: ['awsrole', 'dev'] },
  { id: 'list', title: 'awsrole list', words: ['awsrole', 'list'] },
  { id: 'why', title: 'awsrole why', words: ['awsrole', 'why', 'dev'] },
  { id: 'names', title: 'the names for completion, made anew', words: ['awsrole', '__names'] },
];

/** The same paths with config files of every size: whole processes first, then what happens inside the shells. */
export const scaleRows = (home: BenchHome, root: string, rounds: number): Row[] => {
  const commands = SIZES.flatMap(size =>
    PATHS.map(
      ({ id, title, words }): Command => ({
        id: `scale/${id}/${size}`,
        title: `${title}, ${count(size)} profiles`,
        words,
        env: home.withProfiles(size),
        ...(size !== SIZES[0] && { of: `scale/${id}/${SIZES[0]}` }),
        ...(size > 1_000 && { most: 5 }),
      }),
    ),
  );
  return [...measureCommands(commands, rounds), ...inShells(home, root)];
};

const inShells = (home: BenchHome, root: string): Row[] =>
  SHELLS.filter(isUsable).flatMap(shell => {
    const timed = (what: string, title: string, times: (env: NodeJS.ProcessEnv) => number[]): Timed[] =>
      SIZES.map(size => ({
        id: `scale/${shell}/${what}/${size}`,
        title: `${shell}: ${title}, ${count(size)} profiles`,
        times: times(home.withProfiles(size)),
        ...(size !== SIZES[0] && { of: `scale/${shell}/${what}/${SIZES[0]}` }),
      }));
    const [first, second] = PROFILES;
    const probe = { name: 'switch', code: `awsrole ${first}; awsrole ${second}`, calls: 2 };
    return rowsOf([
      ...timed(
        'switch',
        'awsrole PROFILE, live',
        env => timeInShell(shell, loading(shell, root), [probe], env).get('switch') ?? [],
      ),
      ...timed('tab', 'Tab after a few letters', env => timeCompletion(shell, root, RARE_PREFIX, env)),
      ...timed('tab-all', 'Tab with every name to offer', env => timeCompletion(shell, root, '', env)),
    ]);
  });

const count = (size: number): string => size.toLocaleString('en').replaceAll(',', ' ');
