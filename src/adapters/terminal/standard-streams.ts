import { fstatSync, statSync, writeSync } from 'node:fs';
import { AwsroleError } from '../../core/errors.ts';
import type { StandardError } from './progress-line.ts';

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

/** Whether a descriptor may be a terminal. Only `node:tty`, which takes its time to load, can tell for sure. */
export const mayBeTerminal = (descriptor: number): boolean => {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && status.rdev !== statSync('/dev/null').rdev;
  } catch {
    return false;
  }
};

/**
 * Writes all of `text` to a descriptor before it returns, so that whoever reads gets it whole or not at all; a reader
 * that has gone away (EPIPE) is no failure of ours. A pipe that another program made non-blocking is waited for.
 *
 * @throws AwsroleError when it cannot be written (a full disk, a terminal that is gone)
 */
export const writeWhole = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text, 'utf8');
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw cannotWrite(code, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};

/** The same for what nobody needs: a failure is passed over. */
export const writeIfPossible = (descriptor: number, text: string): void => {
  try {
    writeWhole(descriptor, text);
  } catch {
    // there is no other place to say so
  }
};

const cannotWrite = (code: string | undefined, cause: unknown): AwsroleError => {
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'no space is left where it goes' : code;
  return new AwsroleError(`the output could not be written: ${why ?? 'unknown cause'}`, { cause });
};
