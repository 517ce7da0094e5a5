import { fstatSync, statSync } from 'node:fs';

/** Whether a descriptor may be a terminal. Only `node:tty`, which takes its time to load, can tell for sure. */
export const mayBeTerminal = (descriptor: number): boolean => {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && status.rdev !== statSync('/dev/null').rdev;
  } catch {
    return false;
  }
};
