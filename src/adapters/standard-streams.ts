import { mayBeTerminal } from './may-be-terminal.ts';
import type { StandardError } from './progress-line.ts';
import { writeIfPossible } from './standard-output.ts';

/** Whether a standard stream is a terminal. Node's own code for terminals is loaded only where there may be one. */
export const isTerminal = (descriptor: 1 | 2): boolean => {
  try {
    return mayBeTerminal(descriptor) && stream(descriptor).isTTY === true;
  } catch {
    return false;
  }
};

const stream = (descriptor: 1 | 2) => (descriptor === 1 ? process.stdout : process.stderr);

/** Standard error for notes and progress: what is written there is there when the call returns. */
export const standardError: StandardError = {
  isTTY: isTerminal(2),
  get columns() {
    return this.isTTY ? process.stderr.columns : undefined;
  },
  write: (text: string): void => writeIfPossible(2, text),
};
