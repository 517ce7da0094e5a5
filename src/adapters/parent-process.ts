import { readFileSync } from 'node:fs';

/** The name of the program that started this one, where the system tells it without a process (Linux). */
export const parentName = (): string | undefined => {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
};
