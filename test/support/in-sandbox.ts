import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { createSandboxHome } from '../../src/sandbox/home/sandbox-home.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import { codeAt, STEP } from '../../src/sandbox/state/totp.ts';
import { cleanEnvironment } from './environment.ts';
import { LAUNCHER } from './program.ts';
import { type RunOptions, type RunResult, run } from './run.ts';
import { userNamed } from './sandbox-world.ts';

/** A home folder with the demo profiles. Their STS and IAM run in this process. */
export interface InSandbox {
  readonly sandbox: Sandbox;
  readonly home: string;
  /** the whole environment of a program in the home; `awsrole` is on the PATH */
  readonly env: Record<string, string>;
  /** An unused MFA code of alice's device. */
  code(): string;
  /** Six digits that the device shows neither now nor within two steps. */
  wrongCode(): string;
  /** The number of calls by operation; failed calls count under `NAME ERRORCODE`. */
  calls(): Record<string, number>;
  /** Adds lines to `[default]` in the shared config file. */
  configure(lines: string): void;
  /** Runs `awsrole mfa` with a valid code; no MFA code is needed afterwards. */
  signIn(): Promise<void>;
  /** Runs the built program through the launcher, without a terminal. */
  awsrole(...args: string[]): Promise<RunResult>;
  /** Runs shell code in the home, without a terminal. */
  run(shell: string, code: string, options?: RunOptions): Promise<RunResult>;
}

/** Starts a sandbox and creates its home. The test's end stops and removes both. */
export const inSandbox = async (test: Pick<TestContext, 'after'>): Promise<InSandbox> => {
  const sandbox = await startSandbox({ world: demoWorld() });
  test.after(() => sandbox.close());
  const alice = userNamed(sandbox.world, 'alice');
  const { folder: home, remove } = createSandboxHome(sandbox.url, alice, LAUNCHER);
  test.after(remove);
  const env = cleanEnvironment(home, {
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    PWD: home,
    // if stdin is a socket and SHLVL is unset, bash assumes rshd and reads .bashrc
    SHLVL: '1',
  });
  const awsrole = (...args: string[]): Promise<RunResult> => run(test, LAUNCHER, args, { env, cwd: home });
  const configPath = join(home, '.aws', 'config');
  return {
    sandbox,
    home,
    env,
    code: () => sandbox.nextCode().code,
    wrongCode: () => {
      const [device] = alice.mfaDevices;
      if (!device) throw new Error('alice has no device');
      const right = [-2, -1, 0, 1, 2, 3].map(step => codeAt(device, Date.now() + step * STEP));
      return ['000000', '111111', '222222', '333333'].find(code => !right.includes(code)) as string;
    },
    calls: () => {
      const counts: Record<string, number> = {};
      for (const { operation, outcome } of sandbox.calls()) {
        const name = outcome === 'ok' ? operation : `${operation} ${outcome}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    configure: lines => {
      const text = readFileSync(configPath, 'utf8');
      writeFileSync(
        configPath,
        text.replace('[default]\n', heading => `${heading}${lines}\n`),
      );
    },
    awsrole,
    async signIn() {
      const { exitCode, stderr } = await awsrole('mfa', '--code', sandbox.nextCode().code);
      assert.equal(exitCode, 0, stderr);
    },
    run: (shell, code, options = {}) =>
      run(test, shell, ['-c', code], { cwd: home, ...options, env: { ...env, ...options.env } }),
  };
};
