import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LAUNCHER } from './program.ts';

/** Where the files that people's shells load are. */
export const SHELL_FOLDER = dirname(LAUNCHER);

/** The path of one of them. */
export const shellFile = (name: string): string => join(SHELL_FOLDER, name);

/** Its lines of code: no comments, continued lines joined, without indentation. */
export const codeOf = (name: string): string[] =>
  readFileSync(shellFile(name), 'utf8')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.trim().replace(/(^|\s)#\s.*$/, ''))
    .filter(line => line !== '');

/** Every variable that a file takes away in its list of what awsrole and other tools set. */
export const namesUnset = (name: string): string[] => {
  const list = codeOf(name).find(line =>
    /^(\S+ )?(unset|set) .*\bAWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY/.test(line),
  );
  return list?.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? [];
};

/** Every variable that a file lets through from a record: fish has one pattern for all of it, the others one for each. */
export const namesAllowed = (name: string): string[] => {
  const code = codeOf(name);
  const pattern = code.find(line => line.includes('awsrole-live 1 (?<'))?.replaceAll(/\\./g, ' ');
  const found = pattern
    ? pattern.matchAll(/\b(AWS[A-Z_]+)\b/g)
    : code.join('\n').matchAll(/\b([A-Z][A-Z0-9_]+)=(?:\?\*|\$1)/g);
  return [...new Set([...found].map(match => String(match[1])))];
};

/** What bash 3.2 lacks, each with a line that has it. */
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

/** Code without what stands behind a question for the version of bash, up to that branch's end. */
export const ungated = (code: readonly string[]): string[] => {
  let isGated = false;
  return code.filter(line => {
    if (/^if .*BASH_VERSINFO/.test(line)) isGated = true;
    else if (/^(else|elif|fi)\b/.test(line)) isGated = false;
    return !isGated;
  });
};
