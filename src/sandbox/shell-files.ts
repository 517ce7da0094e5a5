import { join } from 'node:path';

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Start-up files that load the shell functions, as a person would write them.
 *
 * @param folder where the functions are
 * @returns paths below the home folder, and texts
 */
export const shellFiles = (folder: string): [path: string, text: string][] => [
  [
    '.bashrc',
    `. ${quote(join(folder, 'awsrole.bash'))}\nPS1='\${AWSROLE_PROFILE:+(\${AWSROLE_PROFILE}) }sandbox \\$ '\n`,
  ],
  [
    '.zshrc',
    `. ${quote(join(folder, 'awsrole.zsh'))}\nsetopt prompt_subst\nPROMPT='\${AWSROLE_PROFILE:+(\${AWSROLE_PROFILE//\\%/%%}) }sandbox %# '\n`,
  ],
  [
    '.config/fish/config.fish',
    `source ${quote(join(folder, 'awsrole.fish'))}\nfunction fish_prompt\n    set -q AWSROLE_PROFILE; and printf '(%s) ' $AWSROLE_PROFILE\n    printf 'sandbox > '\nend\nset -g fish_greeting\n`,
  ],
];

/** How each shell is started so that it reads the file above, by the shell's own name. */
const INTERACTIVE: Record<string, readonly string[]> = { bash: ['-i'], zsh: ['-i'], fish: ['-i'] };

/**
 * The shell a person gets inside: their own when its functions are bundled, else bash, else sh.
 *
 * @param shell the value of `SHELL`
 * @param exists tells whether a program can be started
 */
export const interactiveShell = (
  shell: string | undefined,
  exists: (path: string) => boolean,
): [command: string, ...args: string[]] => {
  const own = shell?.split('/').at(-1) ?? '';
  if (shell && INTERACTIVE[own] && exists(shell)) return [shell, ...INTERACTIVE[own]];
  return exists('/bin/bash') ? ['/bin/bash', '-i'] : ['/bin/sh', '-i'];
};
