import { profiles, RARE_PREFIX, SIZES, sized } from './config-generator.ts';
import { type BenchHome, type Build, PROFILES } from './home.ts';
import {
  isUsable,
  loading,
  type Probe,
  SHELLS,
  type Shell,
  timeCompletion,
  timeInShell,
} from './in-shell.ts';
import { type Path, type Row, rowsOf } from './results.ts';
import { type Task, timeTasks } from './rounds.ts';
import { ENOUGH_ROUNDS } from './statistics.ts';

const [FIRST, SECOND] = PROFILES;

/** Measures the shell functions inside each installed shell, and starting `/bin/true` there for comparison. */
export const shellRows = (home: BenchHome, rounds: number): Row[] =>
  SHELLS.filter(isUsable).flatMap(shell =>
    rowsOf(
      timeTasks(
        home.builds.map(build => callsTask(shell, build, home)),
        rounds,
      ),
    ),
  );

const TRUE = { name: 'true', code: '/bin/true', calls: 1, title: '/bin/true' };

const callsTask = (shell: Shell, build: Build, home: BenchHome): Task => {
  const env = home.withProfiles(100, build);
  const before = shell === 'fish' ? 'function fish_prompt; end; ' : '';
  const prepare = `${before}${loading(shell, home.functions(build, shell))}; awsrole ${FIRST}`;
  const probes = [
    { name: 'switch', code: `awsrole ${FIRST}; awsrole ${SECOND}`, calls: 2, title: 'awsrole PROFILE, live' },
    {
      name: 'prompt',
      // in fish the functions put the segment in front of the user's prompt, which is empty here
      code: shell === 'fish' ? '__awsrole_precmd; fish_prompt >/dev/null' : '__awsrole_precmd',
      calls: 1,
      title: 'before each prompt',
    },
    // the last, so that the old build can leave its value out
    TRUE,
  ];
  const paths = probes.map(
    ({ name, title }): Path => ({
      id: `shell/${shell}/${name}`,
      title: `${shell}: ${title}`,
      side: build.side,
      ...(name !== TRUE.name && { of: `shell/${shell}/${TRUE.name}` }),
    }),
  );
  return {
    paths: build.side === 'old' ? paths.slice(0, -1) : paths,
    run: () => timeInShell(shell, prepare, probes, env),
  };
};

/** Measures switches and completions inside each shell, with config files of every size. */
export const scaleShellRows = (home: BenchHome, rounds: number): Row[] =>
  SHELLS.filter(isUsable).flatMap(shell => {
    const tabs = (id: string, title: string, word: string): Task[] =>
      SIZES.flatMap(size => home.builds.map(build => tabTask(shell, build, home, size, { id, title, word })));
    const tasks = [
      ...home.builds.map(build => switchTask(shell, build, home)),
      ...tabs('tab', 'Tab after a few letters', RARE_PREFIX),
      ...tabs('tab-all', 'Tab that offers every name', ''),
    ];
    return rowsOf(timeTasks(tasks, rounds));
  });

/** Switches with every size in one shell, in turn, so that their times can be divided by each other. */
const switchTask = (shell: Shell, build: Build, home: BenchHome): Task => {
  const probes = SIZES.map((size): Probe => {
    const env = home.withProfiles(size, build);
    const set = ['AWS_CONFIG_FILE', 'AWSROLE_CACHE_DIR'].map(name =>
      shell === 'fish' ? `set -gx ${name} '${env[name]}'` : `export ${name}='${env[name]}'`,
    );
    return {
      name: `size${size}`,
      code: [...set, `awsrole ${FIRST}`, `awsrole ${SECOND}`].join('; '),
      calls: 2,
    };
  });
  return {
    paths: SIZES.map(size => ({
      ...sized(`${shell}/switch`, size),
      title: `${shell}: awsrole PROFILE, live, ${profiles(size)}`,
      side: build.side,
    })),
    run: () =>
      timeInShell(shell, loading(shell, home.functions(build, shell)), probes, home.withProfiles(10, build)),
  };
};

const tabTask = (
  shell: Shell,
  build: Build,
  home: BenchHome,
  size: number,
  { id, title, word }: { readonly id: string; readonly title: string; readonly word: string },
): Task => ({
  paths: [
    {
      ...sized(`${shell}/${id}`, size),
      title: `${shell}: ${title}, ${profiles(size)}`,
      side: build.side,
    },
  ],
  run: () => [timeCompletion(shell, home.functions(build, shell), word, home.withProfiles(size, build))],
  // each value costs the start of a shell
  most: ENOUGH_ROUNDS,
});
