import { writeSync } from 'node:fs';
import { AwsroleError } from '../domain/errors.ts';

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
