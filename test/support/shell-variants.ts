/** A shell with options that a user may have set. */
export interface ShellVariant {
  readonly title: string;
  readonly program: 'bash' | 'zsh' | 'dash' | 'fish';
  readonly args: readonly string[];
  /** the name for `--shell` */
  readonly spelling: 'bash' | 'zsh' | 'posix' | 'fish';
}

const ZSH_OPTIONS = ['ksharrays', 'shwordsplit', 'extendedglob', 'rcquotes', 'ignorebraces', 'globsubst'];

/** Every shell in which the output of `use` must work. None reads the user's start-up files. */
export const SHELL_VARIANTS: readonly ShellVariant[] = [
  { title: 'bash', program: 'bash', args: ['--norc', '--noprofile'], spelling: 'bash' },
  { title: 'bash --posix', program: 'bash', args: ['--norc', '--noprofile', '--posix'], spelling: 'posix' },
  { title: 'zsh', program: 'zsh', args: ['-f'], spelling: 'zsh' },
  {
    title: `zsh with ${ZSH_OPTIONS.join(', ')}`,
    program: 'zsh',
    args: ['-f', ...ZSH_OPTIONS.flatMap(option => ['-o', option])],
    spelling: 'zsh',
  },
  { title: 'dash', program: 'dash', args: [], spelling: 'posix' },
  { title: 'fish', program: 'fish', args: ['--no-config'], spelling: 'fish' },
];
