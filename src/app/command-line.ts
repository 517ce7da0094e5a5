import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import { ignoreStopInSubstitution } from '../adapters/terminal/job-control.ts';
import {
  isTerminal,
  standardError,
  writeIfPossible,
  writeWhole,
} from '../adapters/terminal/standard-streams.ts';
import { createTerminal } from '../adapters/terminal/terminal.ts';
import { runCli } from '../cli/run.ts';
import { makeContext, withTilde } from './context.ts';

const packageFolder = join(import.meta.dirname, '..');

const ignored = (): void => {};

/**
 * Runs a command line with this machine's own adapters.
 *
 * @returns the exit code; connections that are kept alive must not keep the program alive
 */
export const commandLine = (words: readonly string[]): Promise<number> => {
  // Node ignores it, so that a write beyond `ulimit -f` is an error with a message. Listeners that come and go, as
  // execa's do, leave the system's way behind them: it would end the program without a word
  process.on('SIGXFSZ', ignored);
  // without a handler Node opens its inspector on this signal, where any user of the machine could read our memory
  process.on('SIGUSR1', ignored);
  ignoreStopInSubstitution();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const terminal = createTerminal({ stderr: standardError, clock: systemClock });
  const stdout = (text: string): void => writeWhole(1, text);
  return runCli(
    words,
    { version, debug: Boolean(process.env['AWSROLE_DEBUG']) },
    {
      context: () => makeContext({ packageFolder, version }, terminal, stdout),
      stdout,
      stderr: text => writeIfPossible(2, text),
      isTerminal: () => isTerminal(1),
      note: text => terminal.note(withTilde(text)),
    },
  );
};
