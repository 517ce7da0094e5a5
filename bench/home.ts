import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'ini';
import { generateConfig } from './config-generator.ts';
import { PEER_PROFILE } from './peers.ts';

/** The home of the sandbox that this runs in, signed in: nothing asks. */
export interface BenchHome {
  readonly env: NodeJS.ProcessEnv;
  /** where the sandbox's STS listens */
  readonly url: string;
  /** the long-term keys of the demo user, as variables */
  readonly keys: Readonly<Record<string, string>>;
  /** a fresh MFA code; may wait for the next */
  code(): string;
  /**
   * The environment with a config file that has so many profiles before those of the sandbox, live sessions of
   * `PROFILES`, and the list of names for completion.
   */
  withProfiles(count: number): NodeJS.ProcessEnv;
}

/** The two profiles between which is switched. */
export const PROFILES = ['dev', 'uat'] as const;

/** @throws when this does not run in `awsrole sandbox` */
export const makeBenchHome = (env: NodeJS.ProcessEnv): BenchHome => {
  const folder = env['HOME'];
  const url = env['AWSROLE_SANDBOX_URL'];
  if (!folder || !url) throw new Error('this runs in the sandbox: npm run bench');
  const shared = (name: string): string => readFileSync(join(folder, '.aws', name), 'utf8');
  const awsrole = (args: readonly string[], inside: NodeJS.ProcessEnv = env): string =>
    execFileSync('awsrole', args, { env: inside, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const code = (): string => awsrole(['sandbox', 'code']).trim();
  const { default: user } = parse(shared('credentials'));
  const demo = withPeerProfile(shared('config'));
  const made = new Map<number, NodeJS.ProcessEnv>();
  awsrole(['mfa', '--code', code()]);
  settle(join(folder, '.aws', 'credentials'));

  const make = (count: number): NodeJS.ProcessEnv => {
    const own = join(folder, `profiles-${count}`);
    const config = join(own, 'config');
    const inside = { ...env, AWS_CONFIG_FILE: config, AWSROLE_CACHE_DIR: join(own, 'cache') };
    mkdirSync(own, { mode: 0o700 });
    writeFileSync(config, generateConfig(count) + demo, { mode: 0o600 });
    settle(config);
    for (const profile of PROFILES) awsrole([profile], inside);
    awsrole(['__names'], inside);
    made.set(count, inside);
    return inside;
  };

  return {
    env,
    url,
    keys: {
      AWS_ACCESS_KEY_ID: user.aws_access_key_id,
      AWS_SECRET_ACCESS_KEY: user.aws_secret_access_key,
    },
    code,
    withProfiles: count => made.get(count) ?? make(count),
  };
};

const withPeerProfile = (config: string): string => {
  const { default: user, 'profile dev': role } = parse(config);
  return `${config}
[profile ${PEER_PROFILE}]
role_arn = ${role.role_arn}
source_profile = default
mfa_serial = ${user.mfa_serial}
`;
};

/** A time of change long ago: a record relies only on files that have not changed just now. */
const settle = (path: string): void => {
  const then = Math.floor(Date.now() / 1000) - 3600;
  utimesSync(path, then, then);
};
