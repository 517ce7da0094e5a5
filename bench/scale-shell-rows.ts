import { timeCompletion } from './completion-probes.ts';
import { RARE_PREFIX } from './config-generator.ts';
import { type BenchHome, PROFILES } from './home.ts';
import { type Probe, type Shell, timeInShell } from './in-shell.ts';
import { type Row, rowsOf, type Timed } from './results.ts';
import { isUsable, loading, SHELLS } from './shell-functions.ts';
import { profiles, SIZES, sized } from './sizes.ts';

/** What a switch and a completion cost inside each shell, with config files of every size. */
export const scaleShellRows = (home: BenchHome, root: string): Row[] =>
  SHELLS.filter(isUsable).flatMap(shell =>
    rowsOf([
      ...switches(shell, home, root),
      ...tabs(shell, home, root, 'tab', 'Tab after a few letters', RARE_PREFIX),
      ...tabs(shell, home, root, 'tab-all', 'Tab with every name to offer', ''),
    ]),
  );

/** All sizes in one shell, in turn, so that they can be held against each other. */
const switches = (shell: Shell, home: BenchHome, root: string): Timed[] => {
  const [first, second] = PROFILES;
  const probes = SIZES.map((size): Probe => {
    const env = home.withProfiles(size);
    const set = ['AWS_CONFIG_FILE', 'AWSROLE_CACHE_DIR'].map(name =>
      shell === 'fish' ? `set -gx ${name} '${env[name]}'` : `export ${name}='${env[name]}'`,
    );
    const code = [...set, `awsrole ${first}`, `awsrole ${second}`].join('; ');
    return { name: `size${size}`, code, calls: 2 };
  });
  const times = timeInShell(shell, loading(shell, root), probes, home.env);
  return SIZES.map(size => ({
    ...sized(`${shell}/switch`, size),
    title: `${shell}: awsrole PROFILE, live, ${profiles(size)}`,
    times: times.get(`size${size}`) ?? [],
  }));
};

const tabs = (
  shell: Shell,
  home: BenchHome,
  root: string,
  id: string,
  title: string,
  word: string,
): Timed[] =>
  SIZES.map(size => ({
    ...sized(`${shell}/${id}`, size),
    title: `${shell}: ${title}, ${profiles(size)}`,
    times: timeCompletion(shell, root, word, home.withProfiles(size)),
  }));
