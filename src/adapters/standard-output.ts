import { writeSync } from 'node:fs';

/**
 * Writes all of `text` to a descriptor before it returns, so that whoever reads gets it whole or not at all; a reader
 * that has gone away (EPIPE) is no failure of ours. A pipe that another program made non-blocking is waited for.
 */
export const writeWhole = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text, 'utf8');
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};
