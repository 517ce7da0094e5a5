import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type InSandbox, inSandbox } from './in-sandbox.ts';
import { type RunResult, run } from './run.ts';
import { loadedFile } from './shell-source.ts';

/** The functions for fish. */
export const FUNCTIONS = loadedFile('fish');

/** Fish code that draws a prompt as an interactive fish does: it runs the hooks, then the prompt. */
export const DRAW = 'emit fish_prompt; fish_prompt >/dev/null';

/** A sandbox with fish, records of `dev` and `uat`, and a stub instead of the program `awsrole`. */
export interface FishLab extends InSandbox {
  /** the path of the record of `dev` */
  readonly record: string;
  /** the path of the shared config file */
  readonly config: string;
  /** Loads the functions and runs fish code. */
  fish(code: string, env?: Record<string, string | undefined>, ...args: string[]): Promise<RunResult>;
  /** The arguments of each call of the stub since the last call of `started`, one call per line. */
  started(): string;
}

/** Makes a FishLab. Its shared files are two hours old, so records may rely on them. */
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
  let read = 0;
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
      const calls = existsSync(log) ? readFileSync(log, 'utf8').slice(read) : '';
      read += calls.length;
      return calls;
    },
  };
};

/** Sets a file's modification time to `seconds` ago. */
export const settle = (path: string, seconds: number): void => {
  const then = Math.floor(Date.now() / 1000) - seconds;
  utimesSync(path, then, then);
};
