import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import {
  CALLER_IDENTITY,
  codeIn,
  messageIn,
  type RawRequest,
  sendRaw,
  signedGet,
  signedRequest,
} from '../../../support/raw-request.ts';
import { type Harness, refuses, startHarness } from '../../../support/sandbox-harness.ts';

const MINUTE = 60_000;
const WRONG_SIGNATURE = /^The request signature we calculated does not match/;

/** Sends a request and asserts the error code, message and status of the answer. */
async function refusedAs(harness: Harness, raw: RawRequest, code: string, message: RegExp): Promise<void> {
  const answer = await sendRaw(harness.sandbox.port, raw);
  assert.equal(codeIn(answer), code);
  assert.match(messageIn(answer) ?? '', message);
  assert.equal(answer.status, code === 'IncompleteSignature' ? 400 : 403);
}

test('a correctly signed request is answered, with the date of the sandbox clock', async t => {
  const harness = await startHarness(t);
  harness.now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const answer = await sendRaw(harness.sandbox.port, await signedRequest(harness));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/xml');
  assert.equal(answer.headers['date'], 'Fri, 02 Jan 2026 03:04:05 GMT');
  assert.match(String(answer.headers['x-amzn-requestid']), /^[0-9a-f-]{36}$/);
  assert.match(answer.body, /<Arn>arn:aws:iam::111122223333:user\/alice<\/Arn>/);
});

test('a signed GET is answered for any order of its parameters, and refused after a change', async t => {
  const harness = await startHarness(t);
  for (const query of [CALLER_IDENTITY, 'Version=2011-06-15&Action=GetCallerIdentity&Odd=a%2Bb%20c%3D']) {
    const answer = await sendRaw(harness.sandbox.port, await signedGet(harness, query));
    assert.equal(answer.status, 200, answer.body);
  }
  const changed = await signedGet(harness, CALLER_IDENTITY);
  changed.path += '&DurationSeconds=900';
  await refusedAs(harness, changed, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
});

test('an error answer is XML in the namespace of the service', async t => {
  const harness = await startHarness(t);
  const raw = await signedRequest(harness);
  delete raw.headers['authorization'];
  const answer = await sendRaw(harness.sandbox.port, raw);
  assert.match(
    answer.body,
    /^<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>MissingAuthenticationToken<\/Code><Message>Request is missing Authentication Token<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>\n$/,
  );
});

test('a signature with one changed digit does not match', async t => {
  const harness = await startHarness(t);
  const raw = await signedRequest(harness);
  const header = raw.headers['authorization'] ?? '';
  raw.headers['authorization'] = header.slice(0, -1) + (header.endsWith('0') ? '1' : '0');
  await refusedAs(harness, raw, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
});

test('a body that differs from the signed body or from its hash header does not match', async t => {
  const harness = await startHarness(t);
  const tampered = { ...(await signedRequest(harness)), body: `${CALLER_IDENTITY}&X=1` };
  await refusedAs(harness, tampered, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
  const headers = {
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  };
  const claimed = await signedRequest(harness, { headers });
  await refusedAs(harness, claimed, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
});

test('a changed signed header does not match, nor does a signature without the Host', async t => {
  const harness = await startHarness(t);
  const changed = await signedRequest(harness);
  changed.headers['content-type'] = 'text/plain';
  await refusedAs(harness, changed, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
  const unbound = await signedRequest(harness, { unsigned: 'host' });
  assert.doesNotMatch(unbound.headers['authorization'] ?? '', /host/);
  await refusedAs(harness, unbound, 'SignatureDoesNotMatch', WRONG_SIGNATURE);
});

test('a wrong secret key does not match, and an unknown access key ID is invalid', async t => {
  const harness = await startHarness(t);
  const { accessKeyId, secretAccessKey } = harness.alice;
  const wrong = { accessKeyId, secretAccessKey: `${secretAccessKey}x` };
  await refusedAs(
    harness,
    await signedRequest(harness, { credentials: wrong }),
    'SignatureDoesNotMatch',
    WRONG_SIGNATURE,
  );
  const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey };
  await refusedAs(
    harness,
    await signedRequest(harness, { credentials: unknown }),
    'InvalidClientTokenId',
    /^The security token included in the request is invalid\.$/,
  );
});

test('session credentials require their own session token, and long-term keys must have none', async t => {
  const harness = await startHarness(t);
  const { accessKeyId, secretAccessKey, sessionToken } = await harness.session(false);
  const other = await harness.session(false);
  for (const credentials of [
    { accessKeyId, secretAccessKey },
    { accessKeyId, secretAccessKey, sessionToken: other.sessionToken },
    { ...harness.alice, sessionToken },
  ]) {
    await refusedAs(
      harness,
      await signedRequest(harness, { credentials }),
      'InvalidClientTokenId',
      /^The security token included in the request is invalid\.$/,
    );
  }
});

test('a session is expired from its expiration on', async t => {
  const harness = await startHarness(t);
  const keys = await harness.session(false);
  const expiry = Math.floor(harness.now / 1000) * 1000 + 43_200_000;
  harness.now = expiry - 1;
  assert.ok(await harness.sts(keys).send(new GetCallerIdentityCommand({})));
  harness.now = expiry;
  await refuses(harness.sts(keys).send(new GetCallerIdentityCommand({})), {
    code: 'ExpiredToken',
    status: 403,
    message: 'The security token included in the request is expired',
  });
});

test('a request that is replayed after more than 15 minutes has expired, in the words of STS', async t => {
  const harness = await startHarness(t);
  harness.now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const raw = await signedRequest(harness);
  harness.now += 15 * MINUTE;
  assert.equal((await sendRaw(harness.sandbox.port, raw)).status, 200);
  harness.now += 1000;
  await refusedAs(
    harness,
    raw,
    'SignatureDoesNotMatch',
    /^Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z \(20260102T031906Z - 15 min\.\)$/,
  );
});

test('a request that is dated more than 15 minutes ahead is not yet current', async t => {
  const harness = await startHarness(t);
  harness.now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const raw = await signedRequest(harness, { signedAt: harness.now + 15 * MINUTE + 1000 });
  await refusedAs(
    harness,
    raw,
    'SignatureDoesNotMatch',
    /^Signature not yet current: 20260102T031906Z is still later than 20260102T031905Z \(20260102T030405Z \+ 15 min\.\)$/,
  );
});

test('the credential scope must name the service and a region', async t => {
  const harness = await startHarness(t);
  await refusedAs(
    harness,
    await signedRequest(harness, { service: 'iam' }),
    'SignatureDoesNotMatch',
    /^Credential should be scoped to correct service: &apos;sts&apos;\. $/,
  );
  await refusedAs(
    harness,
    await signedRequest(harness, { region: '' }),
    'SignatureDoesNotMatch',
    /^Credential should be scoped to a valid region, not &apos;&apos;\. $/,
  );
});

test('a request without X-Amz-Date, or with a date that differs from the credential scope, is refused', async t => {
  const harness = await startHarness(t);
  const raw = await signedRequest(harness);
  raw.headers['x-amz-date'] = '20200101T000000Z';
  await refusedAs(harness, raw, 'SignatureDoesNotMatch', /^Date in Credential scope does not match/);
  delete raw.headers['x-amz-date'];
  await refusedAs(harness, raw, 'IncompleteSignature', /^Date must be in ISO-8601/);
});

test('an incomplete Authorization header gets IncompleteSignature', async t => {
  const harness = await startHarness(t);
  for (const header of ['Bearer x', 'AWS4-HMAC-SHA256 Credential=AKIA, SignedHeaders=host', '']) {
    const raw = await signedRequest(harness);
    raw.headers['authorization'] = header;
    await refusedAs(harness, raw, 'IncompleteSignature', /^Authorization header/);
  }
});
