/**
 * Start-up files that load the shell integration, as a person would write them.
 *
 * @returns paths below the home folder, and texts
 */
export const shellFiles = (): [path: string, text: string][] => [
  ['.bashrc', `PS1='sandbox \\$ '\neval "$(awsrole init bash)"\n`],
  ['.zshrc', `PROMPT='sandbox %# '\nautoload -Uz compinit && compinit -D -i\neval "$(awsrole init zsh)"\n`],
  [
    '.config/fish/config.fish',
    `function fish_prompt\n    printf 'sandbox > '\nend\nset -g fish_greeting\nawsrole init fish | source\n`,
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
