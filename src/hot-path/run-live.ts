import { runCommand } from '../adapters/run-command.ts';
import { AwsroleError } from '../domain/errors.ts';
import type { ToRun } from './answer-live.ts';

/**
 * Runs a command with a session that lives.
 *
 * @returns its exit code; undefined when it could not be started, which the command line explains
 */
export const runLive = ({ command, args, env }: ToRun): Promise<number | undefined> =>
  runCommand(command, args, env).catch(error => {
    if (error instanceof AwsroleError) return undefined;
    throw error;
  });
