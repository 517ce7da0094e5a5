import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'ini';
import type { User } from '../state/world.ts';
import { DEMO_ACCOUNTS } from './demo-world.ts';
import { shellFiles } from './shell-files.ts';

/** A home folder that lives as long as a sandbox. */
export interface SandboxHome {
  readonly folder: string;
  remove(): void;
}

const PREFIX = 'awsrole-sandbox-';

/**
 * Makes the temporary home: both shared files, `awsrole` on its PATH, and start-up files of bash, zsh and fish that
 * load the shell functions. Everything is the owner's alone.
 *
 * @param url where the sandbox listens
 * @param launcher the installed command
 * @throws the system's error when the folder for temporary files cannot be written
 */
export const createSandboxHome = (url: string, alice: User, launcher: string): SandboxHome => {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const write = (path: string, text: string): void => {
    const target = join(folder, path);
    mkdirSync(join(target, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(target, text, { mode: 0o600 });
  };
  write('.aws/config', `${stringify(configOf(alice), { whitespace: true })}\n${servicesOf(url)}`);
  write('.aws/credentials', stringify(credentialsOf(alice), { whitespace: true }));
  chmodSync(join(folder, '.aws'), 0o700);
  mkdirSync(join(folder, 'bin'), { mode: 0o700 });
  symlinkSync(launcher, join(folder, 'bin', 'awsrole'));
  for (const [path, text] of shellFiles()) write(path, text);
  // where it is absent, fish fills it from all man pages: thousands of files, and the end would have to wait for them
  mkdirSync(join(folder, '.local/share/fish/generated_completions'), { recursive: true, mode: 0o700 });
  return { folder, remove: () => removeFolder(folder) };
};

/** A shell's own helpers may still be writing their history: what they add is removed with the next try. */
const removeFolder = (folder: string): void => {
  for (let attempt = 1; attempt <= 40; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
};

/** Homes of sandboxes that were killed before they could tidy up. */
const sweep = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (lstatSync(folder).uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
    } catch {
      // another sandbox has swept it
    }
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const configOf = (alice: User): Record<string, Record<string, unknown>> => {
  const serial = alice.mfaDevices[0]?.serial;
  const role = (
    account: keyof typeof DEMO_ACCOUNTS,
    name: string,
    region: string,
    color: string,
  ): Record<string, string> => ({
    role_arn: `arn:aws:iam::${DEMO_ACCOUNTS[account]}:role/${name}`,
    source_profile: 'mfa',
    region,
    color,
    services: 'sandbox',
  });
  return {
    default: { region: 'eu-west-1', mfa_serial: serial, services: 'sandbox' },
    'profile mfa': { region: 'eu-west-1', services: 'sandbox' },
    'profile dev': role('dev', 'Developer', 'eu-west-1', '3fb950'),
    'profile uat': role('uat', 'Developer', 'eu-central-1', 'd29922'),
    'profile prod': role('prod', 'ReadOnly', 'us-east-1', 'f85149'),
  };
};

/** The endpoints stand in the config file, so that every AWS tool in this home finds the sandbox by itself. */
const servicesOf = (url: string): string =>
  ['sts', 'iam', 'signin'].reduce(
    (text, service) => `${text}${service} =\n  endpoint_url = ${url}\n`,
    '[services sandbox]\n',
  );

const credentialsOf = (alice: User): Record<string, Record<string, string | undefined>> => ({
  default: {
    aws_access_key_id: alice.accessKeys[0]?.accessKeyId,
    aws_secret_access_key: alice.accessKeys[0]?.secretAccessKey,
  },
});
