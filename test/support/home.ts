import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { cleanEnvironment } from './environment.ts';
import { LAUNCHER } from './program.ts';
import { temporaryFolder } from './temp.ts';

/** A user's home folder with `awsrole` on its PATH. */
export interface Home {
  readonly folder: string;
  /** the environment for programs in it: `cleanEnvironment` */
  readonly env: Record<string, string>;
  /** Writes a file (mode 0600) below the home and creates missing folders (0700); returns the file's path. */
  write(path: string, text: string): string;
}

/** Creates a home. The test's end removes it. */
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
