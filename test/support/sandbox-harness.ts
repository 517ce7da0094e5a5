import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { userNamed } from './sandbox-world.ts';

// The SDK reads its settings from the environment and the home directory: none of that may decide a test.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env['AWS_CONFIG_FILE'] = '/dev/null';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Harness {
  readonly sandbox: Sandbox;
  readonly world: World;
  /** alice's long-term keys */
  readonly alice: Keys;
  /** the sandbox's clock (epoch milliseconds), which stands still until it is moved */
  now: number;
  sts(credentials: Keys): STSClient;
  iam(credentials: Keys): IAMClient;
  /** a GetSessionToken session of alice, made with MFA or without */
  session(mfa: boolean): Promise<Keys>;
}

/** A sandbox with the demo world (or `world`) that ends with the test. */
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

/** The credentials of an answer, or a failed assertion. */
export function keysOf(answer: {
  Credentials?: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined;
}): Required<Keys> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
  assert.ok(AccessKeyId && SecretAccessKey && SessionToken);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Asserts that the service refused with exactly this code, status and message. */
export async function refuses(
  answer: Promise<unknown>,
  expected: { code: string; status: number; message: string },
): Promise<void> {
  await assert.rejects(answer, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    // The SDK names modelled errors InvalidIdentityTokenException and the like; the code comes first in all of them.
    const code = error.name.startsWith(expected.code) ? expected.code : error.name;
    assert.deepEqual({ code, status: error.$metadata?.httpStatusCode, message: error.message }, expected);
    return true;
  });
}

const plainKeys = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) =>
  sessionToken === undefined
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken };
