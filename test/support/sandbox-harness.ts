import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { userNamed } from './sandbox-world.ts';

// The SDK reads settings from the environment and the shared files, which must not affect a test.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = '/dev/null';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A sandbox with a movable clock, and SDK clients for it. */
export interface Harness {
  readonly sandbox: Sandbox;
  readonly world: World;
  /** alice's long-term keys */
  readonly alice: Keys;
  /** the sandbox's time in epoch milliseconds; it changes only by assignment */
  now: number;
  sts(credentials: Keys): STSClient;
  iam(credentials: Keys): IAMClient;
  /** Gets a GetSessionToken session of alice, with or without MFA. */
  session(mfa: boolean): Promise<Keys>;
}

/** Starts a sandbox, by default with the demo world. The test's end stops it. */
export async function startHarness(t: TestContext, world = demoWorld()): Promise<Harness> {
  const start = Date.now();
  const sandbox = await startSandbox({ world, clock: () => harness.now });
  t.after(() => sandbox.close());
  const settings = (credentials: Keys) => ({
    endpoint: sandbox.url,
    region: 'eu-central-1',
    credentials: plainKeys(credentials),
    maxAttempts: 1,
    systemClockOffset: harness.now - start,
  });
  const harness: Harness = {
    sandbox,
    world,
    alice: firstKey(world, 'alice'),
    now: start,
    sts: credentials => new STSClient(settings(credentials)),
    iam: credentials => new IAMClient(settings(credentials)),
    session: async mfa => {
      const { code, serial } = sandbox.nextCode();
      const input = mfa ? { SerialNumber: serial, TokenCode: code } : {};
      const client = harness.sts(harness.alice);
      return keysOf(await client.send(new GetSessionTokenCommand(input)));
    },
  };
  return harness;
}

/** The first access key of the user called `name`. */
export function firstKey(world: World, name: string): Keys {
  const [key] = userNamed(world, name).accessKeys;
  assert.ok(key);
  return key;
}

/** The credentials of an answer. Fails the test when one is missing. */
export function keysOf(answer: {
  Credentials?: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined;
}): Required<Keys> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
  assert.ok(AccessKeyId && SecretAccessKey && SessionToken);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Asserts that the service answered with this error code, status and message. */
export async function refuses(
  answer: Promise<unknown>,
  expected: { code: string; status: number; message: string },
): Promise<void> {
  await assert.rejects(answer, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    // the SDK appends `Exception` to the code of some errors, such as InvalidIdentityTokenException
    const code = error.name.startsWith(expected.code) ? expected.code : error.name;
    assert.deepEqual({ code, status: error.$metadata?.httpStatusCode, message: error.message }, expected);
    return true;
  });
}

const plainKeys = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) =>
  sessionToken === undefined
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken };
