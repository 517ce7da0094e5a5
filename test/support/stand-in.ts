import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temp.ts';

/** A program called `awsrole` that comes before the real one on the PATH. */
export interface StandIn {
  /** the PATH to give to a shell */
  readonly path: string;
  /** the arguments of each call since the last time this was asked */
  calls(): string[];
}

/**
 * @param path the PATH without it
 * @param script what it does, in sh; by default it goes on to the next `awsrole` on the PATH
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
  let told = 0;
  return {
    path: `${bin}:${path}`,
    calls() {
      // what follows the last line end is a call that is being written
      const calls = readFileSync(log, 'utf8').split('\n').slice(told, -1);
      told += calls.length;
      return calls;
    },
  };
};
