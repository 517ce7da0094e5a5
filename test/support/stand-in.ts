import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temp.ts';

/** A program called `awsrole` that comes before the real one on the PATH. */
export interface StandIn {
  /** the PATH to give to a shell */
  readonly path: string;
  /** the arguments of each call so far, which are forgotten by that */
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
  writeFileSync(join(bin, 'awsrole'), `#!/bin/sh\necho "$*" >>'${log}'\n${go}\n`);
  chmodSync(join(bin, 'awsrole'), 0o755);
  return {
    path: `${bin}:${path}`,
    calls() {
      if (!existsSync(log)) return [];
      const calls = readFileSync(log, 'utf8').trimEnd().split('\n');
      rmSync(log);
      return calls;
    },
  };
};
