import { spawnSync } from 'node:child_process';
import type { BenchHome } from './home.ts';
import { programOnPath } from './machine.ts';
import type { Command } from './rounds.ts';

/** One way to get the credentials of a role from a peer. */
interface Attempt {
  readonly title: string;
  readonly args: readonly string[];
  /** calls of the same program that must succeed first; `code` returns an unused MFA code */
  readonly before?: (code: () => string) => readonly (readonly string[])[];
}

/** Another tool for the same job, and the calls that can be measured. */
interface Peer {
  readonly name: string;
  /** the program to run, where `name` is a shell script to be sourced */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** in order of preference: the first that works in the sandbox is measured */
  readonly attempts: readonly Attempt[];
}

/** A role profile with long-term keys and an MFA device, for tools that keep their own MFA sessions. */
export const PEER_PROFILE = 'bench-peer';

/** The lower bound for a tool that does not work in the sandbox: starting it. */
const starting = (name: string): Attempt => ({
  title: `${name} --version: starting alone`,
  args: ['--version'],
});

/** Every peer, with its cache enabled where it has one. `dev` uses the MFA session that `awsrole mfa` saved. */
const PEERS: readonly Peer[] = [
  {
    name: 'aws',
    attempts: [
      {
        title: 'aws configure export-credentials',
        args: ['configure', 'export-credentials', '--profile', 'dev'],
      },
    ],
  },
  {
    name: 'aws',
    attempts: [
      {
        title: 'aws sts get-caller-identity --profile',
        args: ['sts', 'get-caller-identity', '--profile', 'dev'],
      },
    ],
  },
  {
    name: 'awsume',
    program: 'awsumepy',
    attempts: [{ title: 'awsume -s', args: ['-s', 'dev'] }, starting('awsume')],
  },
  {
    name: 'aws-vault',
    env: { AWS_VAULT_BACKEND: 'file', AWS_VAULT_FILE_PASSPHRASE: 'bench' },
    attempts: [
      {
        title: 'aws-vault export',
        args: ['export', PEER_PROFILE],
        before: code => [
          ['add', '--env', '--no-add-config', 'default'],
          ['exec', '--mfa-token', code(), PEER_PROFILE, '--', 'true'],
        ],
      },
      starting('aws-vault'),
    ],
  },
  {
    name: 'assume',
    program: 'assumego',
    env: { GRANTED_ALIAS_CONFIGURED: 'true' },
    attempts: [{ title: 'assume (granted)', args: ['dev'] }, starting('assume')],
  },
  {
    name: 'aws-runas',
    attempts: [
      { title: 'aws-runas', args: [PEER_PROFILE], before: code => [['-o', code(), PEER_PROFILE]] },
      starting('aws-runas'),
    ],
  },
  // it needs an identity provider, and the sandbox has none
  { name: 'saml2aws', attempts: [starting('saml2aws')] },
];

/** Finds the installed peers. `missing` has a line for each peer that cannot be measured. */
export const peerCommands = (home: PeerHome): { commands: Command[]; missing: string[] } => {
  const commands: Command[] = [];
  const missing: string[] = [];
  for (const peer of PEERS) {
    const file = programOnPath(peer.program ?? peer.name, home.env);
    const command = file === undefined ? undefined : firstThatWorks(peer, file, home);
    if (command) commands.push(command);
    else if (file === undefined) missing.push(`${peer.name}: not on the PATH`);
    else
      missing.push(`${peer.attempts.map(({ title }) => title).join(', ')}: does not work with this version`);
  }
  return { commands, missing: [...new Set(missing)] };
};

/** The part of the home that peers need. */
export type PeerHome = Pick<BenchHome, 'env' | 'url' | 'keys' | 'code'>;

const firstThatWorks = (peer: Peer, file: string, home: PeerHome): Command | undefined => {
  const env = { ...home.env, ...peer.env, AWS_ENDPOINT_URL_STS: home.url, AWS_REGION: 'eu-west-1' };
  const works = (args: readonly string[], more: NodeJS.ProcessEnv = {}): boolean =>
    spawnSync(file, args, { env: { ...env, ...more }, stdio: 'ignore', timeout: 60_000 }).status === 0;
  const attempt = peer.attempts.find(
    ({ args, before }) => (before?.(home.code) ?? []).every(words => works(words, home.keys)) && works(args),
  );
  return (
    attempt && {
      id: `peer/${attempt.title}`,
      title: attempt.title,
      words: [file, ...attempt.args],
      env,
      of: 'process/node',
      most: 10,
    }
  );
};
