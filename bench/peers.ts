/** One way to ask a peer for the credentials of a role. */
interface Attempt {
  readonly title: string;
  readonly args: readonly string[];
  /** calls of the same program that must have succeeded before; `code` is a fresh MFA code */
  readonly before?: (code: () => string) => readonly (readonly string[])[];
}

/** Another tool for the same job, and what may be asked of it. */
export interface Peer {
  readonly name: string;
  /** the program behind the name, where that is a script for a shell to read */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** the most telling first: the first that works in the sandbox is measured */
  readonly attempts: readonly Attempt[];
}

/** A role behind long-term keys and a device, for tools that keep MFA sessions of their own. */
export const PEER_PROFILE = 'bench-peer';

/** The floor of a tool that cannot be brought to work here: that it starts. */
const starting = (name: string): Attempt => ({
  title: `${name} --version: starting alone`,
  args: ['--version'],
});

/** Every peer, with its own cache in force where it has one. `dev` comes from the session that `awsrole mfa` wrote. */
export const PEERS: readonly Peer[] = [
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
  // its sessions come from an identity provider, which the sandbox is not
  { name: 'saml2aws', attempts: [starting('saml2aws')] },
];
