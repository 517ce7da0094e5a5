import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { InSandbox } from './in-sandbox.ts';
import { type IntegratedShell, loading } from './integrated-shells.ts';
import { recordedSandbox, recordPath } from './recorded.ts';
import { run } from './run.ts';
import { standIn } from './stand-in.ts';

/** The outcome of `awsrole PROFILE` and of `awsrole exec PROFILE -- …`. */
export interface Outcome {
  /** the active profile after the former and in the command of the latter; empty when no record served */
  readonly profiles: readonly string[];
  /** the arguments of each call of the program */
  readonly calls: readonly string[];
  readonly stderr: string;
}

/** A shell, records of live sessions, and a stub of the program that only logs its calls. */
export interface RecordLab {
  readonly inside: InSandbox;
  readonly config: string;
  readonly credentials: string;
  /** The path of a profile's record. */
  record(profile: string): string;
  /** Runs `awsrole WORDS` and `awsrole exec WORDS` in the shell. */
  attempt(words: string, env?: Record<string, string | undefined>): Promise<Outcome>;
  /** Restores the shared files and the records, with their modification times. */
  restore(): void;
}

/** Makes a RecordLab with a record of each of `profiles`. */
export const recordLab = async (
  t: TestContext,
  shell: Pick<IntegratedShell, 'program' | 'args'>,
  ...profiles: readonly string[]
): Promise<RecordLab> => {
  const inside = await recordedSandbox(t, ...profiles);
  const config = join(inside.home, '.aws', 'config');
  const credentials = join(inside.home, '.aws', 'credentials');
  const record = (profile: string): string => recordPath(inside, profile);
  const originals = [config, credentials, ...profiles.map(record)].map(path => ({
    path,
    text: readFileSync(path),
    at: statSync(path).mtime,
  }));
  const fake = standIn(t, inside.env['PATH'] as string, 'echo :');
  return {
    inside,
    config,
    credentials,
    record,
    restore() {
      for (const { path, text, at } of originals) {
        rmSync(path, { force: true });
        writeFileSync(path, text, { mode: 0o600 });
        utimesSync(path, at, at);
      }
    },
    async attempt(words, env = {}) {
      const code = `awsrole ${words}; echo "\${AWSROLE_PROFILE-}"; awsrole clear
        awsrole exec ${words} -- sh -c 'echo "\${AWSROLE_PROFILE-}"'`;
      const { stdout, stderr } = await run(
        t,
        shell.program,
        [...shell.args, '-c', loading(shell.program) + code],
        {
          cwd: inside.home,
          env: { ...inside.env, PATH: fake.path, ...env },
        },
      );
      const lines = stdout.split('\n').filter(line => line !== '' && line !== ':');
      return { profiles: lines, calls: fake.calls(), stderr };
    },
  };
};
