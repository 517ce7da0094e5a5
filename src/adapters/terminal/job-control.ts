import { isTerminal } from './standard-streams.ts';

const keepRunning = (): void => {};

/**
 * Keeps Ctrl-Z from stopping this process while a shell waits for its output: bash starts what stands in `$(…)` with
 * SIGTSTP ignored, because it could not continue it and would hang for ever, and Node takes that back when it starts.
 * Where the standard output is a terminal nobody waits for it, and Ctrl-Z works as everywhere.
 */
export const ignoreStopInSubstitution = (): void => {
  if (!isTerminal(1)) process.on('SIGTSTP', keepRunning);
};

/** Gives Ctrl-Z back, before a command runs that it is meant for. */
export const allowStop = (): void => void process.removeListener('SIGTSTP', keepRunning);
