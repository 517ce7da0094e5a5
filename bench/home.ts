import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'ini';
import { generateConfig } from './config-generator.ts';
import type { Shell } from './in-shell.ts';
import type { NodeProgram } from './machine.ts';
import { PEER_PROFILE } from './peer-commands.ts';

/** A built awsrole to measure. */
export interface Build {
  readonly side: 'new' | 'old';
  /** the folder of its package */
  readonly root: string;
}

/** The home of the sandbox, set up for measuring: each build has a live MFA session, so that no command prompts. */
export interface BenchHome {
  /** the environment of the new build under the first Node, with the sandbox's own config file */
  readonly env: NodeJS.ProcessEnv;
  /** the URL of the sandbox's STS */
  readonly url: string;
  /** the long-term keys of the demo user, as variables */
  readonly keys: Readonly<Record<string, string>>;
  /** the new build, then the old one if there is one */
  readonly builds: readonly Build[];
  /** the Node binaries; the first is used for everything that is measured only once */
  readonly nodes: readonly NodeProgram[];
  /** returns an unused MFA code; may wait for the next */
  readonly code: () => string;
  /**
   * The environment in which `awsrole` is the given build and `node` the given Node (default: the first). The config
   * file has `count` profiles before those of the sandbox. The cache has live sessions of `PROFILES` and the list of
   * names for completion.
   */
  readonly withProfiles: (count: number, build: Build, node?: NodeProgram) => NodeJS.ProcessEnv;
  /** returns a file with the shell functions and the completion, as `awsrole init SHELL` prints them */
  readonly functions: (build: Build, shell: Shell) => string;
}

/** The two profiles that the switches alternate between. */
export const PROFILES = ['dev', 'uat'] as const;

/**
 * The builds to measure.
 *
 * @param root the folder of the new build
 * @param against the folder of the old build
 * @throws when a folder has no built awsrole
 */
export const findBuilds = (root: string, against?: string): Build[] => {
  const builds: Build[] = [
    { side: 'new', root },
    ...(against === undefined ? [] : [{ side: 'old' as const, root: against }]),
  ];
  for (const build of builds)
    for (const file of ['shell/awsrole.sh', 'dist/main.js'])
      if (!existsSync(join(build.root, file)))
        throw new Error(`${build.root} has no built awsrole: ${file} is missing`);
  return builds;
};

/** @throws when this process does not run in `awsrole sandbox` */
export const makeBenchHome = (
  env: NodeJS.ProcessEnv,
  builds: readonly Build[],
  nodes: readonly NodeProgram[],
): BenchHome => {
  const { HOME: home, AWSROLE_SANDBOX_URL: url } = env;
  const [firstBuild] = builds;
  const [firstNode] = nodes;
  if (!home || !url || !firstBuild || !firstNode) throw new Error('run this in the sandbox: npm run bench');
  const folder = join(home, 'bench');
  const shared = (name: string): string => readFileSync(join(home, '.aws', name), 'utf8');
  const config = withPeerProfile(shared('config'));
  const credentials = shared('credentials');
  const { default: user } = parse(credentials);
  const code = (): string => run(env, 'sandbox', 'code').trim();

  const prepared = new Set<string>();
  const withProfiles = (count: number, build: Build, node = firstNode): NodeJS.ProcessEnv => {
    const first = environmentOf(env, folder, build, firstNode, count);
    if (!prepared.has(first.AWSROLE_CACHE_DIR)) {
      if (!existsSync(first.AWS_CONFIG_FILE)) writeOld(first.AWS_CONFIG_FILE, generateConfig(count) + config);
      for (const word of [...PROFILES, '__names']) run(first, word);
      prepared.add(first.AWSROLE_CACHE_DIR);
    }
    return environmentOf(env, folder, build, node, count);
  };

  for (const build of builds) {
    for (const node of nodes) makePrograms(programsOf(folder, build, node), build, node);
    const own = environmentOf(env, folder, build, firstNode, 0);
    writeOld(own.AWS_CONFIG_FILE, config);
    writeOld(own.AWS_SHARED_CREDENTIALS_FILE, credentials);
    run(own, 'mfa', '--code', code());
    makeOld(own.AWS_SHARED_CREDENTIALS_FILE);
  }
  return {
    env: withProfiles(0, firstBuild),
    url,
    keys: {
      AWS_ACCESS_KEY_ID: user.aws_access_key_id,
      AWS_SECRET_ACCESS_KEY: user.aws_secret_access_key,
    },
    builds,
    nodes,
    code,
    withProfiles,
    functions: (build, shell) => {
      const file = join(folder, build.side, `functions.${shell}`);
      if (!existsSync(file)) writeFileSync(file, run(withProfiles(0, build), 'init', shell));
      return file;
    },
  };
};

/** Builds of different versions may store sessions in different ways, so each has its own credentials file and cache. */
const environmentOf = (
  env: NodeJS.ProcessEnv,
  folder: string,
  build: Build,
  node: NodeProgram,
  count: number,
) => ({
  ...env,
  PATH: `${programsOf(folder, build, node)}${delimiter}${env['PATH']}`,
  AWS_CONFIG_FILE: join(folder, `config-${count}`),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, build.side, 'credentials'),
  AWSROLE_CACHE_DIR: join(folder, build.side, `cache-${count}`),
});

const programsOf = (folder: string, { side }: Build, { version }: NodeProgram): string =>
  join(folder, side, `node-${version}`);

/** Makes a folder with `awsrole` and `node` alone: their own folders may hold other programs. */
const makePrograms = (folder: string, { root }: Build, { file }: NodeProgram): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  symlinkSync(join(root, 'shell', 'awsrole.sh'), join(folder, 'awsrole'));
  symlinkSync(file, join(folder, 'node'));
};

const run = (env: NodeJS.ProcessEnv, ...args: string[]): string =>
  execFileSync('awsrole', args, { env, encoding: 'utf8', maxBuffer: 2 ** 30 });

const withPeerProfile = (config: string): string => {
  const { default: user, 'profile dev': role } = parse(config);
  return `${config}
[profile ${PEER_PROFILE}]
role_arn = ${role.role_arn}
source_profile = default
mfa_serial = ${user.mfa_serial}
`;
};

const writeOld = (path: string, text: string): void => {
  writeFileSync(path, text, { mode: 0o600 });
  makeOld(path);
};

/** Sets the modification time to an hour ago: awsrole writes no record of a file that has just changed. */
const makeOld = (path: string): void => {
  const then = Math.floor(Date.now() / 1000) - 3600;
  utimesSync(path, then, then);
};
