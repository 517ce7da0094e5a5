import { mkdirSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type IntegratedShell, loading } from './integrated-shells.ts';
import { openPty, type Pty } from './pty.ts';
import { temporaryFolder } from './temp.ts';

export type Program = IntegratedShell['program'];

/** A user's prompt, which shows the exit status of the last command. */
const PROMPTS: Record<Program, string> = {
  bash: "PS1='<$?> $ '\n",
  zsh: "unsetopt prompt_sp prompt_cr\nPROMPT='<%?> $ '\n",
};

/** An interactive shell on a terminal. */
export interface Prompting {
  readonly pty: Pty;
  /** the shell's working directory, by default an empty folder */
  readonly folder: string;
  /** Types a line, waits for the next prompt, and returns the output with that prompt. */
  enter(line: string): Promise<string>;
  /** the screen up to the first prompt */
  readonly first: Promise<string>;
}

export interface PromptingOptions {
  readonly env?: Record<string, string | undefined>;
  /** start-up lines before and after awsrole's functions are loaded */
  readonly before?: string;
  readonly after?: string;
  /** words to put before the shell, such as those of a tracer */
  readonly by?: readonly string[];
  readonly cwd?: string;
}

/** Starts an interactive shell on a terminal. Its start-up file sets a prompt and loads awsrole's functions. */
export const prompting = (
  t: Pick<TestContext, 'after'>,
  program: Program,
  options: PromptingOptions = {},
): Prompting => {
  const { before = '', after = '', by = [], env = {} } = options;
  const folder = temporaryFolder(t);
  const start = join(folder, 'start');
  const cwd = options.cwd ?? join(folder, 'work');
  for (const path of [start, join(folder, 'work')]) mkdirSync(path);
  writeFileSync(join(start, '.zshrc'), `${PROMPTS[program]}${before}\n${loading(program)}${after}\n`);
  const words =
    program === 'bash'
      ? ['bash', '--noprofile', '--rcfile', join(start, '.zshrc'), '-i']
      : ['zsh', '-d', '-i'];
  const [file = '', ...args] = [...by, ...words];
  const pty = openPty(t, file, args, {
    cwd,
    env: { ZDOTDIR: start, HISTFILE: undefined, SHLVL: '1', ...env },
  });
  const prompt = /[\s\S]*?<\d+> \$ $/;
  return {
    pty,
    folder: cwd,
    first: pty.waitFor(prompt).then(match => match[0]),
    async enter(line) {
      pty.type(`${line}\r`);
      return (await pty.waitFor(/\n[\s\S]*?<\d+> \$ $/))[0].slice(1);
    },
  };
};

/** The variables of an active profile, as `use` sets them. The session expires in `left` seconds. */
export const active = (
  left: number,
  more: Record<string, string | undefined> = {},
): Record<string, string | undefined> => ({
  AWSROLE_PROFILE: 'dev',
  AWSROLE_ACCOUNT_ID: '222233334444',
  AWSROLE_ROLE_ARN: 'arn:aws:iam::222233334444:role/Developer',
  AWSROLE_KEY: 'ASIAOURS',
  AWS_ACCESS_KEY_ID: 'ASIAOURS',
  AWSROLE_EXPIRES: String(Math.floor(Date.now() / 1000) + left),
  AWSROLE_REFRESH: 'off',
  ...more,
});

/**
 * The variables of an active profile under a clock that was `offset` seconds behind AWS when it was measured. It was set
 * forward by `setBy` seconds since then. The session expires in `left` seconds by the clock of AWS.
 */
export const activeWithClock = (
  left: number,
  offset: number,
  setBy = 0,
): Record<string, string | undefined> => {
  const aws = Math.floor(Date.now() / 1000) + offset - setBy;
  return active(0, {
    AWSROLE_EXPIRES: String(aws + left),
    AWSROLE_CLOCK: `${offset} ${Math.round(aws - uptime())}`,
  });
};

/** `count` minutes and 58 seconds, in seconds: the shown minutes do not change for almost a minute. */
export const minutes = (count: number): number => count * 60 + 58;
