import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import type { AccessKey } from '../../src/sandbox/state/world.ts';
import { type Home, makeHome } from '../support/home.ts';
import { openPty, type Pty } from '../support/pty.ts';
import { type RunResult, run } from '../support/run.ts';

const ROLE = 'arn:aws:iam::222233334444:role/Developer';
const AUDITOR = 'arn:aws:iam::555566667777:role/Auditor';
/** The caller identity of a role session from awsrole: the role session name is the user's name. */
export const ROLE_OF_ALICE = 'arn:aws:sts::222233334444:assumed-role/Developer/alice';

/** Prints boto3's caller identity for the profile on the command line, else for the environment. */
export const BOTO3 = `
import sys, boto3
session = boto3.Session(profile_name=sys.argv[1] if len(sys.argv) > 1 else None)
print(session.client('sts').get_caller_identity()['Arn'])
`;
/** The arguments with which the AWS CLI prints its caller identity. */
export const WHO = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];

type Env = Record<string, string | undefined>;

/** A home whose shared files use a service, and ways to run programs in it. */
export interface ToolsHome extends Home {
  /** Runs a program without a terminal. */
  run(file: string, args: readonly string[], env?: Env): Promise<RunResult>;
  /** Runs a bash script without a terminal; `awsrole` and the tools are on its PATH. */
  bash(script: string, env?: Env): Promise<RunResult>;
  /** Starts a program on a terminal. */
  pty(file: string, args: readonly string[]): Pty;
  /** Replaces the long-term keys of `default`. */
  writeKeys(key: AccessKey): void;
}

/**
 * Creates a home with these profiles: `default` has keys and an MFA device; `dev` is a role with source profile `mfa`;
 * `direct` is the same role with source profile `default`; `audit` is a role with external ID, role session name and
 * duration; `tool` gets `dev` from `credential_process`.
 *
 * @param service its `endpoint` is false when only the environment names the service
 */
export const makeToolsHome = (
  t: TestContext,
  service: { url: string; serial: string; key: AccessKey; endpoint?: boolean },
): ToolsHome => {
  const home = makeHome(t);
  const common = `region = eu-west-1\n${service.endpoint === false ? '' : 'services = local\n'}`;
  home.write(
    '.aws/config',
    `[default]\nmfa_serial = ${service.serial}\n${common}
[profile mfa]\n${common}
[profile dev]\nrole_arn = ${ROLE}\nsource_profile = mfa\n${common}
[profile direct]\nrole_arn = ${ROLE}\nsource_profile = default\nmfa_serial = ${service.serial}\n${common}
[profile audit]\nrole_arn = ${AUDITOR}\nsource_profile = default\nmfa_serial = ${service.serial}
external_id = awsrole-demo\nrole_session_name = some.one\nduration_seconds = 1800\n${common}
[profile tool]\ncredential_process = awsrole credential-process dev\n${common}
[services local]\nsts =\n  endpoint_url = ${service.url}\niam =\n  endpoint_url = ${service.url}\n`,
  );
  const writeKeys = ({ accessKeyId, secretAccessKey }: AccessKey): void => {
    home.write(
      '.aws/credentials',
      `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
  };
  writeKeys(service.key);
  const env = { ...home.env, AWS_PAGER: '' };
  const runHere: ToolsHome['run'] = (file, args, more = {}) =>
    run(t, file, args, { env: { ...env, ...more }, cwd: home.folder });
  return {
    ...home,
    run: runHere,
    bash: (script, more) => runHere('bash', ['-c', script], more),
    pty: (file, args) => openPty(t, file, args, { env, cwd: home.folder, columns: 200 }),
    writeKeys,
  };
};

/** A tools home with its own sandbox. */
export interface SandboxPlace extends ToolsHome {
  readonly sandbox: Sandbox;
  /** An unused MFA code. */
  code(): string;
  /** The number of calls of an operation. */
  count(operation: string): number;
}

/** Starts a sandbox and creates a tools home with alice's keys. */
export const startPlace = async (t: TestContext): Promise<SandboxPlace> => {
  const sandbox = await startSandbox({ world: demoWorld() });
  t.after(() => sandbox.close());
  const alice = sandbox.world.users[0];
  const key = alice?.accessKeys[0];
  const serial = alice?.mfaDevices[0]?.serial;
  assert.ok(key && serial);
  return {
    ...makeToolsHome(t, { url: sandbox.url, serial, key }),
    sandbox,
    code: () => sandbox.nextCode().code,
    count: operation => sandbox.calls().filter(call => call.operation === operation).length,
  };
};

/** The stdout of a program without its last line break. Fails the test when the program failed. */
export const lineOf = ({ exitCode, stdout, stderr }: RunResult): string => {
  assert.equal(exitCode, 0, stderr);
  return stdout.trimEnd();
};
