import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, CODE, failureOf, KEYS, ROLE, SERIAL, stsFor, WITH_CODE } from '../fixtures/sts-calls.ts';
import {
  inOneHour,
  refusal,
  reply,
  SESSION,
  session,
  sessionXml,
  startStub,
} from '../fixtures/stub-service.ts';

const HOUR = 3_600_000;

test('assumeRole sends all parameters, signs for the region and returns the whole session', async t => {
  const stub = await startStub([session()]);
  t.after(() => stub.close());
  const before = Date.now();
  const got = await stsFor({ version: '1.2.3' }).assumeRole(at(stub.url), {
    ...WITH_CODE,
    durationSeconds: 3600,
    externalId: 'ext-1',
    sourceIdentity: 'alice@example.com',
  });
  assert.equal(got.accessKeyId, SESSION.accessKeyId);
  assert.equal(got.secretAccessKey, SESSION.secretAccessKey);
  assert.equal(got.sessionToken, SESSION.sessionToken);
  assert.equal(got.assumedRoleArn, 'arn:aws:sts::444455556666:assumed-role/Admin/alice');
  assert.ok(got.obtainedAt >= before && got.obtainedAt <= Date.now());
  assert.ok(got.expiresAt >= before + HOUR - 1000 && got.expiresAt <= Date.now() + HOUR);
  const [call] = stub.calls;
  assert.deepEqual(Object.fromEntries(call?.parameters ?? []), {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: ROLE.roleArn,
    RoleSessionName: 'alice',
    DurationSeconds: '3600',
    ExternalId: 'ext-1',
    SourceIdentity: 'alice@example.com',
    SerialNumber: SERIAL,
    TokenCode: CODE,
  });
  assert.match(
    call?.headers.authorization ?? '',
    new RegExp(`Credential=${KEYS.accessKeyId}/\\d{8}/eu-west-1/sts/`),
  );
  assert.match(String(call?.headers['user-agent']), /^awsrole\/1\.2\.3( m\/[\w,]*)?$/);
});

test('getSessionToken without an MFA code sends no TokenCode and returns a session without a role', async t => {
  const stub = await startStub([session()]);
  t.after(() => stub.close());
  const got = await stsFor().getSessionToken(at(stub.url), { durationSeconds: 900 });
  assert.equal(got.sessionToken, SESSION.sessionToken);
  assert.equal(got.assumedRoleArn, undefined);
  assert.equal(stub.calls[0]?.parameters.has('TokenCode'), false);
  assert.equal(stub.calls[0]?.parameters.get('DurationSeconds'), '900');
});

test('assumeRoleWithWebIdentity sends the token in an unsigned request', async t => {
  const stub = await startStub([session()]);
  t.after(() => stub.close());
  const { credentials: _, ...settings } = at(stub.url);
  const got = await stsFor().assumeRoleWithWebIdentity(settings, {
    ...ROLE,
    webIdentityToken: 'eyJ.abc.def',
  });
  assert.equal(got.accessKeyId, SESSION.accessKeyId);
  assert.equal(stub.calls[0]?.parameters.get('WebIdentityToken'), 'eyJ.abc.def');
  assert.equal(stub.calls[0]?.headers.authorization, undefined);
});

test('getCallerIdentity returns account, ARN and user ID', async t => {
  const body =
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/alice</Arn>' +
    '<UserId>AIDA1</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
  const stub = await startStub([reply(200, body)]);
  t.after(() => stub.close());
  assert.deepEqual(await stsFor().getCallerIdentity(at(stub.url)), {
    account: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/alice',
    userId: 'AIDA1',
  });
});

test('clockOffset comes from the Date header, and is 0 when an Age header shows a cached answer', async t => {
  const date = new Date(Date.now() + 120_000).toUTCString();
  const stub = await startStub([session({ date }), session({ date, age: '120' })]);
  t.after(() => stub.close());
  const sts = stsFor();
  const { clockOffset } = await sts.assumeRole(at(stub.url), ROLE);
  assert.ok(clockOffset > 110_000 && clockOffset <= 120_000, `${clockOffset}`);
  assert.equal((await sts.assumeRole(at(stub.url), ROLE)).clockOffset, 0);
});

test('a refusal is an error with the service’s code, status, request ID, host and message', async t => {
  const stub = await startStub([
    refusal(403, 'AccessDenied', 'User: arn:aws:iam::1:user/a is not authorized'),
  ]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(error.operation, 'AssumeRole');
  assert.equal(error.code, 'AccessDenied');
  assert.equal(error.status, 403);
  assert.equal(error.requestId, 'req-0001');
  assert.equal(error.host, `127.0.0.1:${stub.port}`);
  assert.equal(error.region, 'eu-west-1');
  assert.equal(error.network, undefined);
  assert.equal(error.message, 'User: arn:aws:iam::1:user/a is not authorized');
  assert.equal(stub.calls.length, 1, 'a refusal is not repeated');
});

test('a refusal with a class of its own in the SDK has the code of the response', async t => {
  const stub = await startStub([refusal(400, 'MalformedPolicyDocument', 'no')]);
  t.after(() => stub.close());
  assert.equal((await failureOf(stsFor().assumeRole(at(stub.url), ROLE))).code, 'MalformedPolicyDocument');
});

test('the message of a refusal omits a quoted MFA code, secret key and canonical request with its session token [P24]', async t => {
  const session = { ...KEYS, sessionToken: SESSION.sessionToken };
  const stub = await startStub([
    refusal(400, 'ValidationError', `Value '${CODE}' at 'tokenCode' and ${KEYS.secretAccessKey}`),
    refusal(
      403,
      'SignatureDoesNotMatch',
      `The request signature does not match. The Canonical String for this request should have been 'POST\n/\n\nx-amz-security-token:${SESSION.sessionToken}'`,
    ),
  ]);
  t.after(() => stub.close());
  const first = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
  assert.equal(first.message, "Value '…' at 'tokenCode' and …");
  const second = await failureOf(stsFor().assumeRole({ ...at(stub.url), credentials: session }, ROLE));
  assert.equal(second.message, 'The request signature does not match.');
});

const whole = sessionXml('AssumeRole', inOneHour());
const spoiled: Record<string, string> = {
  'an HTML sign-in page': '<html><body><p>Please sign in to the WiFi</p></body></html>',
  JSON: '{"Credentials":{}}',
  nothing: '',
  'no expiry': whole.replace(/<Expiration>.*<\/Expiration>/, ''),
  'a garbled expiry': whole.replace(/<Expiration>.*<\/Expiration>/, '<Expiration>tomorrow</Expiration>'),
  'an expired session': sessionXml('AssumeRole', '2020-01-01T00:00:00Z'),
  'a session of ten years': sessionXml('AssumeRole', new Date(Date.now() + 3650 * 24 * HOUR).toISOString()),
  'a key ID with shell characters': whole.replace(SESSION.accessKeyId, 'ASIA$(touch /tmp/x)'),
  'a newline in the token': whole.replace(SESSION.sessionToken, 'abc&#10;def'),
  'no AssumedRoleUser': whole.replace(/<AssumedRoleUser>.*<\/AssumedRoleUser>/, ''),
  'another operation': sessionXml('GetSessionToken', inOneHour()),
};

for (const [name, body] of Object.entries(spoiled)) {
  test(`an answer with ${name} is an error that quotes nothing of it`, async t => {
    const stub = await startStub([reply(200, body)]);
    t.after(() => stub.close());
    const error = await failureOf(stsFor().assumeRole(at(stub.url), ROLE));
    assert.equal(error.code, undefined);
    assert.equal(error.message, 'the answer could not be understood');
    assert.equal(error.status, 200);
  });
}

test('an answer that is cut off anywhere is an error', async t => {
  let length = 0;
  const stub = await startStub([reply(200, () => whole.slice(0, length))]);
  t.after(() => stub.close());
  const sts = stsFor();
  for (length = 0; length < whole.length; length += 7) {
    const error = await failureOf(sts.assumeRole(at(stub.url), ROLE));
    assert.equal(error.message, 'the answer could not be understood', `cut at ${length}`);
  }
});

test('an error page without an AWS code is an error with its status', async t => {
  const stub = await startStub([reply(404, '<html><title>Not Found</title></html>')]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(error.code, undefined);
  assert.equal(error.status, 404);
  assert.equal(error.message, 'the answer could not be understood');
});

for (const [what, answer, isMeasured] of [
  ['a session', session, true],
  ['a refusal', (headers: Record<string, string>) => refusal(403, 'AccessDenied', 'no', headers), true],
  ['a sign-in page', (headers: Record<string, string>) => reply(200, '<html></html>', headers), false],
  [
    'an answer of an HTTP cache',
    (headers: Record<string, string>) => session({ ...headers, age: '60' }),
    false,
  ],
] as const)
  test(`the clock is ${isMeasured ? '' : 'not '}measured in ${what} [P17]`, async t => {
    const stub = await startStub([answer({ date: new Date(Date.now() + 1_800_000).toUTCString() })]);
    t.after(() => stub.close());
    const offsets: number[] = [];
    const sts = stsFor({ measure: async offset => void offsets.push(offset) });
    await sts.assumeRole(at(stub.url), ROLE).catch(() => undefined);
    assert.deepEqual(
      offsets.map(offset => Math.round(offset / 60_000)),
      isMeasured ? [30] : [],
    );
  });
