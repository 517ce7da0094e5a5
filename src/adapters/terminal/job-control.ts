import { isTerminal } from './standard-streams.ts';

const keepRunning = (): void => {};

/**
 * Ignores SIGTSTP (Ctrl-Z) when standard output is not a terminal. bash starts a command substitution `$(…)` with
 * SIGTSTP ignored, because it cannot continue a stopped one and would hang. Node restores the default action at its
 * start. When standard output is a terminal, no shell waits for the output and Ctrl-Z stops this process as usual.
 */
export const ignoreStopInSubstitution = (): void => {
  if (!isTerminal(1)) process.on('SIGTSTP', keepRunning);
};

/** Restores the default action of SIGTSTP (Ctrl-Z), before this process runs a command that the user may stop. */
export const allowStop = (): void => void process.removeListener('SIGTSTP', keepRunning);
