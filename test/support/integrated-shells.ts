import { loadedFile } from './shell-source.ts';

/** A shell with awsrole's functions, and the options and settings that a user may have in it. */
export interface IntegratedShell {
  readonly title: string;
  readonly program: 'bash' | 'zsh';
  readonly args: readonly string[];
  /** shell code that loads the functions, between a user's own lines */
  readonly load: string;
  /** shell code that prints every variable and its value */
  readonly dump: string;
}

const quote = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/** Shell code that loads the functions for a shell. */
export const loading = (program: IntegratedShell['program']): string => `. ${quote(loadedFile(program))}\n`;

const BUILTINS =
  'local eval return export unset shift printf read mapfile command type declare complete emulate'.split(' ');
/** Aliases for every builtin that the functions use and for `awsrole`, defined while the shell reads the functions. */
const ALIASES = `${BUILTINS.map(name => `alias ${name}='echo ALIAS'`).join('\n')}\nalias awsrole='echo ALIAS'\n`;
const NO_ALIASES = `unalias ${BUILTINS.join(' ')}\n`;

const variants = (
  program: IntegratedShell['program'],
  plain: readonly string[],
  dump: string,
  settings: Record<string, { args?: readonly string[]; before?: string; after?: string }>,
): IntegratedShell[] =>
  Object.entries(settings).map(([suffix, { args = [], before = '', after = '' }]) => ({
    title: `${program}${suffix}`,
    program,
    args: [...plain, ...args],
    load: `${before}${loading(program)}${after}`,
    dump,
  }));

const STRICT = ['-e', '-u', '-o', 'pipefail'];

export const BASH: readonly IntegratedShell[] = variants('bash', ['--norc', '--noprofile'], 'set', {
  '': {},
  ' -e -u -o pipefail': { args: STRICT },
  ' --posix -e -u': { args: ['--posix', '-e', '-u'] },
  ' with noclobber, nullglob, nocasematch, an odd IFS, everything aliased, loaded three times': {
    before: `set -o noclobber; IFS='a_=r/0123456789'; shopt -s expand_aliases nullglob extglob nocasematch\n${ALIASES}`,
    after: `${NO_ALIASES}${loading('bash').repeat(2)}`,
  },
});

export const ZSH: readonly IntegratedShell[] = variants('zsh', ['-f'], 'typeset', {
  '': {},
  ' -e -u -o pipefail': { args: STRICT },
  ' with ksh_arrays, sh_word_split, glob_subst, warn_create_global, an odd IFS, everything aliased, loaded three times':
    {
      before: `set -o noclobber; IFS='a_=r/0123456789'\nsetopt kshArrays shWordSplit globSubst warnCreateGlobal\n${ALIASES}`,
      after: `${NO_ALIASES}${loading('zsh').repeat(2)}`,
    },
});

/** Every shell with every combination of settings. */
export const INTEGRATED_SHELLS: readonly IntegratedShell[] = [...BASH, ...ZSH];
