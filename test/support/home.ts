import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { cleanEnvironment } from './environment.ts';
import { LAUNCHER } from './program.ts';
import { temporaryFolder } from './temp.ts';

/** A person's home with `awsrole` on its PATH. */
export interface Home {
  readonly folder: string;
  /** the environment of a program in it: clean, and nothing but PATH is the developer's own */
  readonly env: Record<string, string>;
  /** Writes a file (0600) below it and the folders (0700) that it needs; returns its path. */
  write(path: string, text: string): string;
}

/** A home that is removed when the test is over. */
export const makeHome = (test: Pick<TestContext, 'after'>): Home => {
  const folder = temporaryFolder(test);
  const bin = join(folder, 'bin');
  mkdirSync(bin, { mode: 0o700 });
  symlinkSync(LAUNCHER, join(bin, 'awsrole'));
  return {
    folder,
    env: cleanEnvironment(folder, { PATH: `${bin}:${process.env['PATH'] ?? ''}` }),
    write(path, text) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      writeFileSync(target, text, { mode: 0o600 });
      return target;
    },
  };
};
