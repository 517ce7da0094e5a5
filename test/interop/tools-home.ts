import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import type { AccessKey } from '../../src/sandbox/state/world.ts';
import { type Home, makeHome } from '../support/home.ts';
import { openPty, type Pty } from '../support/pty.ts';
import { type RunResult, run } from '../support/run.ts';

export const ROLE = 'arn:aws:iam::222233334444:role/Developer';
const AUDITOR = 'arn:aws:iam::555566667777:role/Auditor';
/** Who a session is that awsrole made: the role session name is the user's. */
export const ROLE_OF_ALICE = 'arn:aws:sts::222233334444:assumed-role/Developer/alice';

/** Asks boto3 who it is, as the profile that is named, or as the environment has it. */
export const BOTO3 = `
import sys, boto3
session = boto3.Session(profile_name=sys.argv[1] if len(sys.argv) > 1 else None)
print(session.client('sts').get_caller_identity()['Arn'])
`;
export const WHO = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];

type Env = Record<string, string | undefined>;

/** A home whose shared files lead to a service, and the programs in it. */
export interface ToolsHome extends Home {
  /** Runs a program without a terminal. */
  run(file: string, args: readonly string[], env?: Env): Promise<RunResult>;
  /** Runs a bash script without a terminal; `awsrole` and the tools are on its PATH. */
  bash(script: string, env?: Env): Promise<RunResult>;
  pty(file: string, args: readonly string[]): Pty;
  writeKeys(key: AccessKey): void;
}

/**
 * Profiles at a service: `default` has keys and a device, `dev` is the role behind `[mfa]`, `direct` the same role by
 * keys and device themselves, `audit` one with every key that the AWS CLI sends, `tool` what `credential_process` gives
 * for `dev`.
 *
 * @param endpoint false where the service is to be found by the environment
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

export interface SandboxPlace extends ToolsHome {
  readonly sandbox: Sandbox;
  /** a code that nobody has used */
  code(): string;
  /** how often the sandbox was asked for an operation */
  count(operation: string): number;
}

/** Such a home at a sandbox of its own, with the keys of alice. */
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

/** The one line that a successful program wrote. */
export const lineOf = ({ exitCode, stdout, stderr }: RunResult): string => {
  assert.equal(exitCode, 0, stderr);
  return stdout.trimEnd();
};
