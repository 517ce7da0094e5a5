import { mayBeTerminal } from '../adapters/may-be-terminal.ts';
import { parentName } from '../adapters/parent-process.ts';
import { writeWhole } from '../adapters/standard-output.ts';
import { activateValues, applyChanges, type Environment } from '../domain/environment.ts';
import { PROCESS_WINDOW, ROLE_WINDOW } from '../domain/expiry.ts';
import { shellFor } from '../shells/registry.ts';
import { asked } from './asked.ts';
import { liveSession } from './live-session.ts';
import { processJson } from './process-json.ts';

/** A command that is to be run, and its whole environment. */
export interface ToRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string | undefined>;
}

/**
 * Answers a command line from the record of a session that lives, with `node:fs` alone: what it prints is exactly what
 * the command line would.
 *
 * @returns `answered`, or the command to run, or undefined when the command line must do it
 */
export const answerLive = (words: readonly string[], env: Environment): 'answered' | ToRun | undefined => {
  const question = asked(words, env['AWSROLE_LAUNCHER'] === '1');
  if (!question) return undefined;
  // on a terminal there may be something to say
  if (question.want === 'code' && question.shell === undefined && mayBeTerminal(1)) return undefined;
  const { profile } = question;
  // a record's session already lasts as long as a role's must
  const minLeft = question.want === 'process' ? (PROCESS_WINDOW - ROLE_WINDOW) / 1000 : 0;
  const values = liveSession(profile, minLeft, env);
  if (!values) return undefined;
  if (question.want === 'process') return print(processJson(values));
  const changes = activateValues(profile, values, env);
  if (question.want === 'code')
    return print(shellFor(question.shell, question.shell ?? parentName())?.spell(changes));
  return { command: question.command, args: question.args, env: applyChanges(env, changes) };
};

/** What cannot be written the command line tries again, and says why. */
const print = (text: string | undefined): 'answered' | undefined => {
  if (text === undefined) return undefined;
  try {
    writeWhole(1, text);
    return 'answered';
  } catch {
    return undefined;
  }
};
