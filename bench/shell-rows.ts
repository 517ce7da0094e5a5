import { type BenchHome, PROFILES } from './home.ts';
import { type Probe, type Shell, timeInShell } from './in-shell.ts';
import { type Row, rowsOf } from './results.ts';
import { isUsable, loading, SHELLS } from './shell-functions.ts';

const [FIRST, SECOND] = PROFILES;

const probesOf = (shell: Shell): readonly (Probe & { readonly title: string })[] => [
  { name: 'true', code: '/bin/true', calls: 1, title: '/bin/true' },
  { name: 'switch', code: `awsrole ${FIRST}; awsrole ${SECOND}`, calls: 2, title: 'awsrole PROFILE, live' },
  {
    name: 'prompt',
    // in fish the segment comes by a function around the person's own, here an empty one
    code: shell === 'fish' ? '__awsrole_precmd; fish_prompt >/dev/null' : '__awsrole_precmd',
    calls: 1,
    title: 'before each prompt',
  },
];

/** What the functions cost inside each shell that is there, against starting `/bin/true` in it. */
export const shellRows = (home: BenchHome, root: string): Row[] => {
  const env = home.withProfiles(100);
  return SHELLS.filter(isUsable).flatMap(shell => {
    const before = shell === 'fish' ? 'function fish_prompt; end; ' : '';
    const probes = probesOf(shell);
    const prepare = `${before}${loading(shell, root)}; awsrole ${FIRST}`;
    const times = timeInShell(shell, prepare, probes, env);
    return rowsOf(
      probes.map(({ name, title }) => ({
        id: `shell/${shell}/${name}`,
        title: `${shell}: ${title}`,
        times: times.get(name) ?? [],
        ...(name !== 'true' && { of: `shell/${shell}/true` }),
      })),
    );
  });
};
