import { SHELLS } from '../shells/registry.ts';

/** What a command line wants of a session that lives. */
export type Asked =
  | {
      readonly want: 'code';
      readonly profile: string;
      /** undefined: not named */
      readonly shell: string | undefined;
    }
  | { readonly want: 'process'; readonly profile: string }
  | {
      readonly want: 'command';
      readonly profile: string;
      readonly command: string;
      readonly args: readonly string[];
    };

/** The first words of commands, which are no profiles. */
export const COMMAND_WORDS: readonly string[] = [
  // generated: commands
  'use',
  'clear',
  'init',
  'exec',
  'console',
  'mfa',
  'list',
  'ls',
  'status',
  'why',
  'logout',
  'credential-process',
  'switch-roles',
  'sandbox',
  '__names',
  'help',
  // end generated
];

/**
 * Reads a command line that asks for nothing but the session of a profile.
 *
 * @param isLauncher the launcher wants the environment of `exec` as a record, which the command line prints
 * @returns undefined for every other one: it is for the command line
 */
export const asked = (words: readonly string[], isLauncher: boolean): Asked | undefined => {
  const [first, second = '', third = '', ...rest] = words;
  if (words.length === 1 && first !== undefined && isProfile(first) && !COMMAND_WORDS.includes(first))
    return { want: 'code', profile: first, shell: undefined };
  if (first === 'use') return askedOfUse(words.slice(1));
  if (first === 'credential-process' && words.length === 2 && isProfile(second))
    return { want: 'process', profile: second };
  const [command, ...args] = rest;
  if (first === 'exec' && !isLauncher && isProfile(second) && third === '--' && command)
    return { want: 'command', profile: second, command, args };
  return undefined;
};

const askedOfUse = (words: readonly string[]): Asked | undefined => {
  const at = words.indexOf('--shell');
  const shell = at === -1 ? undefined : words[at + 1];
  const [profile, ...others] = at === -1 ? words : words.toSpliced(at, 2);
  const isPlain = profile !== undefined && isProfile(profile) && others.length === 0;
  const isKnown = at === -1 || (shell !== undefined && SHELLS.has(shell));
  return isPlain && isKnown ? { want: 'code', profile, shell } : undefined;
};

const isProfile = (word: string): boolean => word !== '' && !word.startsWith('-');
