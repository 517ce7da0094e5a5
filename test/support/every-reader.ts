import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { InSandbox } from './in-sandbox.ts';
import { RECORD_READERS } from './record-readers.ts';
import { run } from './run.ts';
import { programOnPath } from './shells.ts';
import { temporaryFolder } from './temp.ts';

/** What every installed reader makes of the record of a profile, without Node. */
export interface EveryReader {
  /** The access keys that the readers hand out, each once: one key if all hand out a record, none if all refuse it. */
  keys(profile: string, env?: Record<string, string | undefined>): Promise<string[]>;
}

/** What stands for the key of a reader that refuses. */
export const REFUSED = 'refused';

/** Makes an EveryReader for the records of a sandbox. A stub takes the place of Node and changes nothing. */
export const everyReader = (t: TestContext, { env: base, home }: InSandbox): EveryReader => {
  const bin = join(temporaryFolder(t), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), '#!/bin/sh\necho :\n');
  chmodSync(join(bin, 'node'), 0o755);
  const readers = RECORD_READERS.filter(({ program }) => programOnPath(program) !== undefined);
  return {
    async keys(profile, env = {}) {
      const keys = await Promise.all(
        readers.map(async ({ title, program, args, code }) => {
          const words = `${code}\nuse ${profile}; env | sed -n 's/^AWS_ACCESS_KEY_ID=//p'`;
          const options = { cwd: home, env: { ...base, PATH: `${bin}:${base['PATH']}`, ...env } };
          const { stdout, stderr } = await run(t, program, [...args, '-c', words], options);
          if (stderr !== '') throw new Error(`${title}: ${stderr}`);
          return stdout.replaceAll(/^:?\n/gm, '').trim() || REFUSED;
        }),
      );
      return [...new Set(keys)];
    },
  };
};
