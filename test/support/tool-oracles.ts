import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { isRoleArn } from '../../src/core/aws/arn.ts';
import {
  EXTERNAL_ID,
  ROLE_ARN,
  ROLE_DURATION,
  ROLE_SESSION_NAME,
  SERIAL_NUMBER,
  validate,
} from '../../src/sandbox/sts/constraints.ts';
import { run } from './run.ts';
import { temporaryFolder } from './temp.ts';

/** Two shared files, and the profiles to use. */
export interface ToolCase {
  readonly config: string;
  readonly credentials: string;
  readonly names: readonly string[];
}

/**
 * What a tool does with a profile: it fails, asks for a code, or assumes the roles with the access key `keys`. `other`
 * stands for the environment and for a web identity token.
 */
export type ToolResult = 'broken' | 'prompts' | 'other' | `keys ${string}`;

/** The secret of the keys of `id` in the cases; a tool that reads another one would be refused by STS. */
export const secretOf = (id: string): string => `secret/of+${id}`;
/** The session token that belongs to keys with the ID `id`; undefined for long-term keys. */
export const tokenOf = (id: string): string | undefined =>
  id.startsWith('ASIA') ? `token/of+${id}` : undefined;

const ENVIRONMENT_ID = 'AKIAENVIRONMENT';
const ISSUED_ID = 'ASIAISSUED';

/** One call of AssumeRole with the keys that sign it, or of AssumeRoleWithWebIdentity, which none sign. */
interface Call {
  readonly parameters: Readonly<Record<string, string | number | undefined>>;
  readonly id: string;
  readonly secret: string;
  readonly token: string | undefined;
}

/** A tool's calls for one profile; `failed` when the tool reports an error. */
interface Recorded {
  readonly calls: readonly Call[];
  readonly prompted: boolean;
  readonly isWebIdentity: boolean;
  readonly failed: boolean;
}

const SCRIPT = `
import io, json, os, sys
folder, token = sys.argv[1:]
for name in [name for name in os.environ if name.startswith('AWS_')]: del os.environ[name]
os.environ.update(AWS_EC2_METADATA_DISABLED='true', AWS_ACCESS_KEY_ID='${ENVIRONMENT_ID}', AWS_SECRET_ACCESS_KEY='${secretOf(ENVIRONMENT_ID)}')
os.environ.update(AWS_CONFIG_FILE=os.path.join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE=os.path.join(folder, 'credentials'))
import botocore.auth, botocore.awsrequest, botocore.loaders, botocore.session
from urllib.parse import parse_qs
LOADER = botocore.loaders.create_loader()
ISSUED = '<AccessKeyId>${ISSUED_ID}</AccessKeyId><SecretAccessKey>${secretOf(ISSUED_ID)}</SecretAccessKey><SessionToken>${tokenOf(ISSUED_ID)}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>'
class Body(io.BytesIO):
    def stream(self, **_):
        yield self.read()
signed = []
add_auth = botocore.auth.SigV4Auth.add_auth
def remember(self, request):
    signed.append(self.credentials)
    add_auth(self, request)
botocore.auth.SigV4Auth.add_auth = remember
def use(name):
    calls, prompts, web = [], [], []
    def prompt(*_):
        prompts.append(1)
        return '123456'
    def send(request, **_):
        body = request.body if isinstance(request.body, str) else request.body.decode()
        parameters = {key: value[0] for key, value in parse_qs(body, keep_blank_values=True).items()}
        action = parameters['Action']
        if action == 'AssumeRole':
            keys = signed[-1]
            calls.append(dict(parameters=parameters, id=keys.access_key, secret=keys.secret_key, token=keys.token))
        elif action == 'AssumeRoleWithWebIdentity':
            web.append(1)
            calls.append(dict(parameters=parameters, id='${ENVIRONMENT_ID}', secret='${secretOf(ENVIRONMENT_ID)}', token=None))
        result = '<Credentials>' + ISSUED + '</Credentials><AssumedRoleUser><Arn>a</Arn><AssumedRoleId>b</AssumedRoleId></AssumedRoleUser>'
        if action == 'GetCallerIdentity': result = '<Arn>a</Arn><UserId>b</UserId><Account>1</Account>'
        text = f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{result}</{action}Result></{action}Response>'
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, Body(text.encode()))
    failed = False
    try:
        session = botocore.session.Session(profile=name)
        session.register_component('data_loader', LOADER)
        session.get_component('credential_provider').get_provider('assume-role')._prompter = prompt
        session.register('before-send.sts', send)
        if 'region' not in session.get_scoped_config(): session.set_config_variable('region', 'eu-west-1')
        session.create_client('sts').get_caller_identity()
        if 's3' in session.get_scoped_config(): session.create_client('s3')
    except Exception as error:
        failed = True
    return dict(calls=calls, prompted=bool(prompts), isWebIdentity=bool(web), failed=failed)
results = []
for case in json.load(sys.stdin):
    for name in ('config', 'credentials'):
        with open(os.path.join(folder, name), 'w', newline='', encoding='utf8') as file: file.write(case[name].replace('TOKENFILE', token))
    results.append([use(name) for name in case['names']])
json.dump(results, sys.stdout)
`;

/** Uses each profile of each case with botocore, against a stand-in for STS. */
export const byBotocore = async (t: TestContext, cases: readonly ToolCase[]): Promise<ToolResult[][]> => {
  const folder = temporaryFolder(t);
  const token = join(folder, 'token');
  writeFileSync(token, 'web identity token');
  const { exitCode, stdout, stderr } = await run(t, 'python3', ['-c', SCRIPT, folder, token], {
    input: JSON.stringify(cases),
    timeoutMs: 600_000,
  });
  assert.equal(exitCode, 0, stderr);
  return (JSON.parse(stdout) as Recorded[][]).map(records => records.map(resultOf));
};

/** Uses each profile of a case with the credential provider of the AWS SDK for JavaScript, against a stand-in for STS. */
export const bySdk = async (
  t: TestContext,
  { config, credentials, names }: ToolCase,
): Promise<ToolResult[]> => {
  const folder = temporaryFolder(t);
  const paths = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
  const token = join(folder, 'token');
  writeFileSync(token, 'web identity token');
  writeFileSync(paths.configFilepath, config.replaceAll('TOKENFILE', token));
  writeFileSync(paths.filepath, credentials.replaceAll('TOKENFILE', token));
  const variables = {
    AWS_ACCESS_KEY_ID: ENVIRONMENT_ID,
    AWS_SECRET_ACCESS_KEY: secretOf(ENVIRONMENT_ID),
    AWS_CONFIG_FILE: paths.configFilepath,
    AWS_SHARED_CREDENTIALS_FILE: paths.filepath,
  };
  const before = Object.keys(variables).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    const results: ToolResult[] = [];
    for (const name of names) results.push(resultOf(await useWithSdk(paths, name)));
    return results;
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
};

const useWithSdk = async (
  paths: { configFilepath: string; filepath: string },
  profile: string,
): Promise<Recorded> => {
  const calls: Call[] = [];
  let prompted = false;
  let isWebIdentity = false;
  let failed = false;
  const issued = {
    accessKeyId: ISSUED_ID,
    secretAccessKey: secretOf(ISSUED_ID),
    sessionToken: tokenOf(ISSUED_ID) ?? '',
  };
  const isRefused = await new STSClient({ profile }).config.region().then(
    () => false,
    (error: Error) => error.message !== 'Region is missing',
  );
  try {
    await fromIni({
      ...paths,
      profile,
      ignoreCache: true,
      mfaCodeProvider: async () => {
        prompted = true;
        return '123456';
      },
      roleAssumer: async ({ accessKeyId, secretAccessKey, sessionToken }, parameters) => {
        calls.push({
          parameters: { ...parameters },
          id: accessKeyId,
          secret: secretAccessKey,
          token: sessionToken,
        });
        return issued;
      },
      roleAssumerWithWebIdentity: async ({ RoleArn, RoleSessionName = 'session' }) => {
        isWebIdentity = true;
        const parameters = { RoleArn, RoleSessionName };
        calls.push({ parameters, id: ENVIRONMENT_ID, secret: secretOf(ENVIRONMENT_ID), token: undefined });
        return issued;
      },
    })();
  } catch {
    failed = true;
  }
  return { calls, prompted, isWebIdentity, failed: failed || isRefused };
};

const resultOf = ({ calls, prompted, isWebIdentity, failed }: Recorded): ToolResult => {
  if (failed || !calls.every(isAcceptedBySts)) return 'broken';
  if (prompted) return 'prompts';
  const [first] = calls;
  if (isWebIdentity || first?.id === ENVIRONMENT_ID) return 'other';
  // a profile whose role_arn the tool does not read gives its own keys
  return first ? `keys ${first.id}` : 'broken';
};

/** Whether STS accepts the parameters and the keys of a call. */
const isAcceptedBySts = ({ parameters, id, secret, token }: Call): boolean => {
  const given = new Map(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    ),
  );
  try {
    validate(given, [ROLE_ARN, ROLE_SESSION_NAME, ROLE_DURATION, EXTERNAL_ID, SERIAL_NUMBER]);
  } catch {
    return false;
  }
  const isLong = Number(given.get('DurationSeconds') ?? 3600) > 3600;
  return (
    isRoleArn(given.get('RoleArn') ?? '') &&
    secret === secretOf(id) &&
    (token ?? undefined) === tokenOf(id) &&
    !(isLong && token)
  );
};
