import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { sendRaw } from '../../../support/raw-request.ts';
import { type Harness, type Keys, keysOf, startHarness } from '../../../support/sandbox-harness.ts';

const MINUTE = 60_000;
const DEVELOPER = 'arn:aws:iam::222233334444:role/Developer';

/** Requests a sign-in token as a program does. */
const requestToken = async (harness: Harness, keys: Keys, more: Record<string, string> = {}) => {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const Session = JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
  const { status, body } = await sendRaw(harness.sandbox.port, {
    method: 'POST',
    path: '/federation',
    headers: { host: `127.0.0.1:${harness.sandbox.port}` },
    body: new URLSearchParams({ Action: 'getSigninToken', Session, ...more }).toString(),
  });
  return { status, body, token: status === 200 ? (JSON.parse(body).SigninToken as string) : '' };
};

/** Opens a page as a browser does: fetch sends headers that only browsers send. */
const browse = async ({ sandbox }: Harness, path: string, query: Record<string, string>) => {
  const answer = await fetch(`${sandbox.url}${path}?${new URLSearchParams(query)}`);
  return { status: answer.status, text: await answer.text() };
};

const login = (harness: Harness, SigninToken: string, Destination = 'https://console.aws.amazon.com/') =>
  browse(harness, '/federation', { Action: 'login', Issuer: 'test', Destination, SigninToken });

/** A role session of dev's `Developer`, assumed with alice's long-term keys or with her MFA session. */
const developer = async (harness: Harness, signer: 'long-term' | 'mfa'): Promise<Required<Keys>> => {
  const input: AssumeRoleCommandInput = { RoleArn: DEVELOPER, RoleSessionName: 'alice' };
  if (signer === 'mfa')
    return keysOf(await harness.sts(await harness.session(true)).send(new AssumeRoleCommand(input)));
  const { code: TokenCode, serial: SerialNumber } = harness.sandbox.nextCode();
  const withCode = new AssumeRoleCommand({ ...input, SerialNumber, TokenCode });
  return keysOf(await harness.sts(harness.alice).send(withCode));
};

const started = async (t: TestContext, signer: 'long-term' | 'mfa' = 'mfa') => {
  const harness = await startHarness(t);
  return { harness, keys: await developer(harness, signer) };
};

test('a sign-in token works once, and the page shows identity, expiration and destination', async t => {
  const { harness, keys } = await started(t);
  const { token } = await requestToken(harness, keys);
  const page = await login(harness, token, 'https://console.aws.amazon.com/s3/<home>');
  assert.equal(page.status, 200);
  assert.match(page.text, /identity: arn:aws:sts::222233334444:assumed-role\/Developer\/alice</);
  assert.match(page.text, /destination: https:\/\/console\.aws\.amazon\.com\/s3\/&lt;home&gt;</);
  assert.match(
    page.text,
    new RegExp(`until: ${new Date(harness.now + 60 * MINUTE).toISOString().slice(0, 16)}`),
  );
  assert.equal((await login(harness, token)).status, 400);
});

test('a sign-in token is valid for 15 minutes', async t => {
  const { harness, keys } = await started(t);
  const [one, two] = [await requestToken(harness, keys), await requestToken(harness, keys)];
  harness.now += 15 * MINUTE - 1;
  assert.equal((await login(harness, one.token)).status, 200);
  harness.now += 1;
  assert.equal((await login(harness, two.token)).status, 400);
});

test('SessionDuration can be 15 minutes to 12 hours for a role that long-term keys assumed', async t => {
  const { harness, keys } = await started(t, 'long-term');
  for (const [SessionDuration, status] of [
    ['900', 200],
    ['43200', 200],
    ['899', 400],
    ['43201', 400],
    ['1h', 400],
  ] as const)
    assert.equal((await requestToken(harness, keys, { SessionDuration })).status, status, SessionDuration);
  const { token } = await requestToken(harness, keys, { SessionDuration: '43200' });
  const until = new Date(harness.now + 720 * MINUTE).toISOString();
  assert.match((await login(harness, token)).text, new RegExp(`until: ${until}`));
});

test('SessionDuration is refused for a role that an MFA session assumed', async t => {
  const { harness, keys } = await started(t);
  const answer = await requestToken(harness, keys, { SessionDuration: '3600' });
  assert.equal(answer.status, 400);
  assert.match(answer.body, /Invalid credentials parameter/);
});

test('only a live role session with the right secrets gets a sign-in token', async t => {
  const { harness, keys } = await started(t);
  for (const [name, wrong] of [
    ['long-term keys', harness.alice],
    ['an MFA session', await harness.session(true)],
    ['another secret', { ...keys, secretAccessKey: harness.alice.secretAccessKey }],
    ['another token', { ...keys, sessionToken: 'x' }],
    ['an unknown key', { ...keys, accessKeyId: 'ASIAUNKNOWN' }],
  ] as const)
    assert.equal((await requestToken(harness, wrong)).status, 400, name);
  for (const Session of ['', '[]', 'null', '{'])
    assert.equal((await requestToken(harness, keys, { Session })).status, 400, Session);
  assert.equal((await requestToken(harness, keys)).status, 200);
  harness.now += 60 * MINUTE;
  assert.equal((await requestToken(harness, keys)).status, 400, 'an expired session');
});

test('the page that switches roles needs no credentials and accepts only existing roles', async t => {
  const harness = await startHarness(t);
  const query = { account: '222233334444', roleName: 'Developer', displayName: '<dev>', color: '3fb950' };
  const page = await browse(harness, '/switchrole', query);
  assert.equal(page.status, 200);
  assert.match(page.text, /role\/Developer<[\s\S]*display name: &lt;dev&gt;<[\s\S]*color: 3fb950</);
  assert.equal((await browse(harness, '/switchrole', { ...query, roleName: 'Nobody' })).status, 400);
});

test('a browser cannot request a sign-in token', async t => {
  const { harness, keys } = await started(t);
  const answer = await fetch(`${harness.sandbox.url}/federation`, {
    method: 'POST',
    body: 'Action=getSigninToken',
  });
  assert.equal(answer.status, 403);
  assert.equal((await requestToken(harness, keys)).status, 200);
});

test('the log has the console calls and no secret', async t => {
  const { harness, keys } = await started(t);
  const { token } = await requestToken(harness, keys);
  await login(harness, token);
  await login(harness, token);
  const calls = harness.sandbox.calls().slice(-3);
  assert.deepEqual(
    calls.map(call => `${call.operation} ${call.outcome}`),
    ['getSigninToken ok', 'login ok', 'login InvalidToken'],
  );
  for (const secret of [token, keys.secretAccessKey, keys.sessionToken])
    assert.ok(!JSON.stringify(harness.sandbox.calls()).includes(secret));
});
