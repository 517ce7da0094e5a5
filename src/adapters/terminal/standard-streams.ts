import { fstatSync, statSync, writeSync } from 'node:fs';
import { AwsroleError } from '../../core/errors.ts';
import type { StandardError } from './progress-line.ts';

/** Whether a standard stream is a terminal. Loads Node's terminal code only when the descriptor may be one. */
export const isTerminal = (descriptor: 1 | 2): boolean => {
  try {
    return mayBeTerminal(descriptor) && stream(descriptor).isTTY === true;
  } catch {
    return false;
  }
};

const stream = (descriptor: 1 | 2) => (descriptor === 1 ? process.stdout : process.stderr);

/** Standard error, for notes and progress. A write is complete when the call returns. */
export const standardError: StandardError = {
  isTTY: isTerminal(2),
  get columns() {
    return this.isTTY ? process.stderr.columns : undefined;
  },
  write: (text: string): void => writeIfPossible(2, text),
};

/** Whether a descriptor may be a terminal. Only `node:tty`, which is slow to load, can tell for sure. */
const mayBeTerminal = (descriptor: number): boolean => {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && status.rdev !== statSync('/dev/null').rdev;
  } catch {
    return false;
  }
};

/**
 * Writes all of `text` to a descriptor before it returns. Ignores EPIPE, since a reader may close its pipe early.
 * Retries after EAGAIN, which a pipe gives that another program made non-blocking.
 *
 * @throws AwsroleError when the write fails (a full disk, a terminal that is gone)
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

/** Writes all of `text` to a descriptor as `writeWhole` does, and ignores a failure. */
export const writeIfPossible = (descriptor: number, text: string): void => {
  try {
    writeWhole(descriptor, text);
  } catch {
    // there is no other stream to report it on
  }
};

const cannotWrite = (code: string | undefined, cause: unknown): AwsroleError => {
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'no space left on the device' : code;
  return new AwsroleError(`cannot write the output: ${why ?? 'unknown error'}`, { cause });
};
