import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';
import { type RunResult, run } from './run.ts';
import { loadedFile } from './shell-source.ts';

/** The functions for fish. */
export const FUNCTIONS = loadedFile('fish');

export interface FishLab extends InSandbox {
  readonly record: string;
  readonly config: string;
  /** Runs fish code after the functions were loaded; a program `awsrole` that is started writes its words to `log`. */
  fish(code: string, env?: Record<string, string | undefined>, ...args: string[]): Promise<RunResult>;
  /** the words with which the program was started since the last look, a line each */
  started(): string;
}

/** A sandbox whose files have settled, with records of dev and uat; from then on a stub stands for the program. */
export const fishLab = async (t: TestContext): Promise<FishLab> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const config = join(inside.home, '.aws', 'config');
  for (const path of [config, join(inside.home, '.aws', 'credentials')]) settle(path, 7200);
  for (const profile of ['dev', 'uat']) assert.equal((await inside.awsrole(profile)).exitCode, 0);
  const stub = join(inside.home, 'stub');
  const log = join(inside.home, 'log');
  mkdirSync(stub);
  writeFileSync(join(stub, 'awsrole'), `#!/bin/sh\necho "$*" >>"${log}"\necho true\n`, { mode: 0o700 });
  let told = 0;
  return {
    ...inside,
    config,
    record: join(inside.home, '.cache', 'awsrole', 'live', 'dev'),
    fish: (code, env = {}, ...args) =>
      run(t, 'fish', ['--no-config', ...args, '-c', `source '${FUNCTIONS}'\n${code}`], {
        cwd: inside.home,
        env: { ...inside.env, PATH: `${stub}:${inside.env['PATH']}`, ...env },
      }),
    started: () => {
      const words = existsSync(log) ? readFileSync(log, 'utf8').slice(told) : '';
      told += words.length;
      return words;
    },
  };
};

/** Sets a file's time of change to so many seconds ago. */
export const settle = (path: string, seconds: number): void => {
  const then = Math.floor(Date.now() / 1000) - seconds;
  utimesSync(path, then, then);
};
