import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import { isReadByAncestor, parentName } from '../adapters/process/process-facts.ts';
import { ignoreStopInSubstitution } from '../adapters/terminal/job-control.ts';
import {
  isTerminal,
  standardError,
  writeIfPossible,
  writeWhole,
} from '../adapters/terminal/standard-streams.ts';
import { createTerminal } from '../adapters/terminal/terminal.ts';
import { runCli } from '../cli/run.ts';
import { callingShell, FUNCTIONS_VARIABLE } from '../shells/calling-shell.ts';
import { makeContext, withTilde } from './context.ts';

const packageFolder = join(import.meta.dirname, '..');

const doNothing = (): void => {};

/**
 * Runs a command line with the adapters of this machine.
 *
 * @returns the exit code; the caller must end the process, since keep-alive connections would delay its end
 */
export const runCommandLine = (words: readonly string[]): Promise<number> => {
  // Node ignores SIGXFSZ, so a write beyond `ulimit -f` fails with an error. But removing a listener, as execa does,
  // restores the system's default action, which ends the process without a message; a permanent listener prevents that
  process.on('SIGXFSZ', doNothing);
  // without a handler, Node opens its inspector on SIGUSR1, and any user of the machine could read awsrole's memory
  process.on('SIGUSR1', doNothing);
  ignoreStopInSubstitution();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const terminal = createTerminal({ stderr: standardError, clock: systemClock });
  const stdout = (text: string): void => writeWhole(1, text);
  const functions = process.env[FUNCTIONS_VARIABLE];
  delete process.env[FUNCTIONS_VARIABLE];
  return runCli(
    words,
    { version, debug: Boolean(process.env['AWSROLE_DEBUG']) },
    {
      context: () =>
        makeContext({ packageFolder, version }, terminal, stdout, {
          env: process.env,
          clock: systemClock,
          functions,
        }),
      stdout,
      stderr: text => writeIfPossible(2, text),
      isTerminal: () => isTerminal(1),
      isEvaluated: isReadByAncestor,
      shell: () => callingShell(functions, [parentName(), process.env['SHELL']]),
      note: text => terminal.note(withTilde(text)),
    },
  );
};
