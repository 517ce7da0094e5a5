import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';
import { loadedFile } from './shell-source.ts';

const ROLE = 'role_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = default\n';

/** Profile names with shell syntax; none of them may run as a command. */
export const ODD_NAMES = [
  'my dev',
  'team:dev',
  'team:ops',
  "it's",
  '$(touch RAN)',
  '`touch RAN`',
  'a=b',
  'ünï',
  '*',
];

/** Makes a sandbox with these profiles only. Its shared files are old, so awsrole may record the names. */
export const withProfiles = async (
  t: Pick<TestContext, 'after'>,
  names: readonly string[],
): Promise<InSandbox> => {
  const inside = await inSandbox(t);
  writeConfig(inside, names);
  utimesSync(join(inside.home, '.aws/credentials'), 1, 1_700_000_000.25);
  return inside;
};

/** Replaces the shared config file. Its modification time is old and depends on the number of profiles. */
export const writeConfig = (inside: InSandbox, names: readonly string[]): void => {
  const path = join(inside.home, '.aws/config');
  writeFileSync(path, names.map(name => `[profile ${name}]\n${ROLE}`).join(''));
  utimesSync(path, 1, 1_700_000_000.5 + names.length);
};

/** Shell code that loads the integration and defines `offer`, which prints bash's candidates for `$1`, one per line. */
const BASH = `
. '${loadedFile('bash')}'
offer() {
  COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
  __awsrole_complete
  if [ "\${#COMPREPLY[@]}" -gt 0 ]; then printf '%s\\n' "\${COMPREPLY[@]}"; fi
}
`;

/** zsh completes only in its line editor, so a stub of `compadd` prints the candidates that match the typed prefix. */
const ZSH = `
. '${loadedFile('zsh')}'
compadd() {
  while [[ $1 != -- ]]; do shift; done
  shift
  print -rl -- "\${(@M)@:#\${(b)PREFIX}*}"
}
emulate zsh -o extended_glob
words=("\${(@z)LINE}")
[[ $LINE != *' ' ]] || words+=('')
CURRENT=\${#words} PREFIX=\${words[-1]} _awsrole
`;

const FISH = `
source '${loadedFile('fish')}'
`;

/** The candidates that bash's completion passes to readline, and stderr. */
export const offeredByBash = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('bash', `${BASH}offer "$LINE"`, { env: { LINE: line } });
  return [...stdout.split('\n').slice(0, -1), ...(stderr ? [stderr] : [])];
};

/** The candidates that zsh's completion offers for the last word of a line, and stderr. */
export const offeredByZsh = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('zsh', ZSH, { env: { LINE: line } });
  return [...stdout.split('\n').filter(Boolean), ...(stderr ? [stderr] : [])];
};

/** The candidates that fish offers, each with its description after a tab, and stderr. */
export const offeredByFish = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('fish', `${FISH}complete -C "$LINE"`, { env: { LINE: line } });
  return [...stdout.split('\n').slice(0, -1), ...(stderr ? [stderr] : [])];
};
