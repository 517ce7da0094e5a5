import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LAUNCHER } from './program.ts';

/** The folder of the launcher and the shell functions. */
export const SHELL_FOLDER = dirname(LAUNCHER);

/** The path of a file in SHELL_FOLDER. */
export const shellFile = (name: string): string => resolve(SHELL_FOLDER, name);

/** The file that a shell loads with `awsrole init`. */
export const loadedFile = (shell: 'bash' | 'zsh' | 'fish'): string =>
  join(SHELL_FOLDER, '..', 'dist', 'shell', `awsrole.${shell}`);

/** The lines of code of a shell file, without comments and indentation. Joins continued lines. */
export const codeOf = (name: string): string[] =>
  readFileSync(shellFile(name), 'utf8')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.trim().replace(/(^|\s)#\s.*$/, ''))
    .filter(line => line !== '');

/** Syntax that bash 3.2 lacks, each with a sample line. */
export const NEWER_THAN_BASH_3_2: readonly (readonly [pattern: RegExp, sample: string])[] = [
  [/\b(mapfile|readarray)\b/, 'mapfile -t lines <file'],
  [/\b(declare|typeset|local)\s+-\w*[Ag]/, 'declare -gA names'],
  [/\b(declare|typeset|local)\s+-\w*n/, 'local -n other=$1'],
  [/\$\{[^}]*(\^\^?|,,?)\}/, `echo "\${name^^}"`],
  [/\$\{[^}]*@[A-Za-z]\}/, `echo "\${name@Q}"`],
  [/\[-\d+\]/, `echo "\${lines[-1]}"`],
  [/\|&/, 'make |& less'],
  [/&>>/, 'make &>>log'],
  [/;;?&/, 'a) one ;;&'],
  [/\[\[.*\s-v\s/, '[[ -v name ]]'],
  [/[<>]\(/, 'source <(awsrole init)'],
  [/%\([^)]*\)T/, `printf '%(%s)T' -1`],
  [/printf -v \S*\[/, 'printf -v "lines[0]" x'],
  [/\bEPOCH(SECONDS|REALTIME)\b/, 'now=$EPOCHSECONDS'],
  [/\b(coproc|compopt|READLINE_LINE|globstar|lastpipe|BASHPID)\b/, 'compopt -o nospace'],
  [/\$'[^']*\\[uU]/, `mark=$'\\u2603'`],
  [/\{\w+\}[<>]/, 'exec {fd}<file'],
];

/** Removes the lines of branches that run only in newer versions of bash (`if … BASH_VERSINFO …`). */
export const ungated = (code: readonly string[]): string[] => {
  let isGated = false;
  return code.filter(line => {
    if (/^if .*BASH_VERSINFO/.test(line)) isGated = true;
    else if (/^(else|elif|fi)\b/.test(line)) isGated = false;
    return !isGated;
  });
};
