import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temp.ts';

/** A stub program `awsrole` before the real one on the PATH. It logs its calls. */
export interface StandIn {
  /** a PATH with the stub */
  readonly path: string;
  /** The arguments of each call since the last call of `calls`. */
  calls(): string[];
}

/**
 * Creates a stub program `awsrole`.
 *
 * @param path the PATH without the stub
 * @param script the sh code of the stub; by default it runs the next `awsrole` on the PATH
 */
export const standIn = (t: Pick<TestContext, 'after'>, path: string, script?: string): StandIn => {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  const log = join(folder, 'log');
  mkdirSync(bin);
  const go = script ?? `PATH='${path}'; export PATH; exec awsrole "$@"`;
  writeFileSync(log, '');
  writeFileSync(join(bin, 'awsrole'), `#!/bin/sh\necho "$*" >>'${log}'\n${go}\n`);
  chmodSync(join(bin, 'awsrole'), 0o755);
  let read = 0;
  return {
    path: `${bin}:${path}`,
    calls() {
      // text after the last line break is a call that the stub is writing
      const calls = readFileSync(log, 'utf8').split('\n').slice(read, -1);
      read += calls.length;
      return calls;
    },
  };
};
