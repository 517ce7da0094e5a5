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

/** A temporary home folder, which exists as long as its sandbox. */
export interface SandboxHome {
  readonly folder: string;
  remove(): void;
}

const PREFIX = 'awsrole-sandbox-';

/**
 * Creates the temporary home: both shared files, `bin/awsrole`, and start-up files for bash, zsh and fish that load the
 * shell functions. Only the owner can read it. First removes homes of sandboxes that were killed.
 *
 * @param url the sandbox's URL
 * @param alice the user whose keys and MFA device the shared files name
 * @param launcher the path of the installed command
 * @throws the system's error when the folder for temporary files is not writable
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
  // if this folder is missing, fish generates thousands of completion files in it, which delays the removal of the home
  mkdirSync(join(folder, '.local/share/fish/generated_completions'), { recursive: true, mode: 0o700 });
  return { folder, remove: () => removeFolder(folder) };
};

/** Start-up files that load the shell functions, as [path below the home, text]. */
const shellFiles = (): [path: string, text: string][] => [
  ['.bashrc', `PS1='sandbox \\$ '\neval "$(awsrole init bash)"\n`],
  ['.zshrc', `PROMPT='sandbox %# '\nautoload -Uz compinit && compinit -D -i\neval "$(awsrole init zsh)"\n`],
  [
    '.config/fish/config.fish',
    `function fish_prompt\n    printf 'sandbox > '\nend\nset -g fish_greeting\nawsrole init fish | source\n`,
  ],
];

/** Removes the folder; tries for two seconds, because a shell that ends can still write its history there. */
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

/** Removes the homes of sandboxes whose process no longer runs. */
const sweep = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (lstatSync(folder).uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
    } catch {
      // another sandbox removed it first
    }
  }
};

const isRunning = (pid: number): boolean => {
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

/** The `services` section with the sandbox's endpoints, so that every AWS tool in this home uses the sandbox. */
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
