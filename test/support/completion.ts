import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';
import { loadedFile } from './shell-source.ts';

const ROLE = 'role_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = default\n';

/** Names that are hard on a shell; none of them may run. */
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

/** A sandbox whose config file has exactly these profiles, old enough to be recorded. */
export const withProfiles = async (
  t: Pick<TestContext, 'after'>,
  names: readonly string[],
): Promise<InSandbox> => {
  const inside = await inSandbox(t);
  writeConfig(inside, names);
  utimesSync(join(inside.home, '.aws/credentials'), 1, 1_700_000_000.25);
  return inside;
};

/** Replaces the config file; the time of change is that of long ago, another each time. */
export const writeConfig = (inside: InSandbox, names: readonly string[]): void => {
  const path = join(inside.home, '.aws/config');
  writeFileSync(path, names.map(name => `[profile ${name}]\n${ROLE}`).join(''));
  utimesSync(path, 1, 1_700_000_000.5 + names.length);
};

/** Shell code that prints what bash offers for `$1`, one candidate a line; the integration is loaded. */
const BASH = `
. '${loadedFile('bash')}'
offer() {
  COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
  __awsrole_complete
  if [ "\${#COMPREPLY[@]}" -gt 0 ]; then printf '%s\\n' "\${COMPREPLY[@]}"; fi
}
`;

/** zsh completes in its line editor alone: what the function gives to it is printed, as far as it begins as typed. */
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

/** What bash puts behind the cursor, as readline gets it. */
export const offeredByBash = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('bash', `${BASH}offer "$LINE"`, { env: { LINE: line } });
  return [...stdout.split('\n').slice(0, -1), ...(stderr ? [stderr] : [])];
};

/** The profiles that zsh's completion system is offered for the last word of a line. */
export const offeredByZsh = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('zsh', ZSH, { env: { LINE: line } });
  return [...stdout.split('\n').filter(Boolean), ...(stderr ? [stderr] : [])];
};

/** What fish offers, descriptions behind a tab. */
export const offeredByFish = async (inside: InSandbox, line: string): Promise<string[]> => {
  const { stdout, stderr } = await inside.run('fish', `${FISH}complete -C "$LINE"`, { env: { LINE: line } });
  return [...stdout.split('\n').slice(0, -1), ...(stderr ? [stderr] : [])];
};
