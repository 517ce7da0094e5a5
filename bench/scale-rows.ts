import type { BenchHome } from './home.ts';
import { measureCommands } from './process-rows.ts';
import type { Row } from './results.ts';
import { profiles, SIZES, sized } from './sizes.ts';
import type { Command } from './spawning.ts';

interface Path {
  readonly id: string;
  readonly title: string;
  readonly words: readonly [string, ...string[]];
  /** reads the whole file, so takes long with a great one */
  readonly readsAll: boolean;
}

const PATHS: readonly Path[] = [
  { id: 'use', title: 'awsrole PROFILE, live', words: ['awsrole', 'dev'], readsAll: false },
  { id: 'list', title: 'awsrole list', words: ['awsrole', 'list'], readsAll: true },
  { id: 'why', title: 'awsrole why', words: ['awsrole', 'why', 'dev'], readsAll: true },
  { id: 'names', title: 'names for completion, made anew', words: ['awsrole', '__names'], readsAll: true },
];

/** Time and memory of the same commands with config files of every size, in the same rounds. */
export const scaleRows = (home: BenchHome, rounds: number): Row[] => {
  const commands = SIZES.flatMap(size =>
    PATHS.map(
      ({ id, title, words, readsAll }): Command => ({
        ...sized(id, size),
        title: `${title}, ${profiles(size)}`,
        words,
        env: home.withProfiles(size),
        ...(readsAll && size > 1_000 && { most: 5 }),
      }),
    ),
  );
  return measureCommands(commands, rounds);
};
