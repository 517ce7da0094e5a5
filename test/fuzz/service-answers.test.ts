import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from '../../src/adapters/aws/service-answer.ts';
import { sessionOf } from '../../src/adapters/aws/session-answer.ts';
import { readProcessAnswer } from '../../src/core/aws/credential-process.ts';
import { ServiceError } from '../../src/core/aws/service-error.ts';
import { formatFailure, formatResult, parseParameters } from '../../src/sandbox/protocol/query-protocol.ts';
import { ServiceFailure } from '../../src/sandbox/protocol/service-failure.ts';
import { mutated, mutatedOrRandom } from '../support/mutated-text.ts';
import { character, fc, runs } from '../support/property.ts';
import { sendRaw, signedRequest } from '../support/raw-request.ts';
import { startHarness } from '../support/sandbox-harness.ts';
import { assertNoSecret, at, KEYS, ROLE, stsFor, WITH_CODE } from '../unit/adapters/fixtures/sts-calls.ts';
import { inOneHour, reply, SESSION, sessionXml, startStub } from '../unit/adapters/fixtures/stub-service.ts';

const ARN = 'arn:aws:sts::444455556666:assumed-role/Admin/alice';
const VISIBLE = /^[\x21-\x7e]+$/;

const answers = mutatedOrRandom(
  sessionXml('AssumeRole', inOneHour()),
  formatResult('sts', 'AssumeRole', { Credentials: { AccessKeyId: SESSION.accessKeyId } }, 'r'),
  `<!DOCTYPE x [<!ENTITY a "${SESSION.secretAccessKey}"><!ENTITY b "&a;&a;&a;">]>${sessionXml('AssumeRole', '&b;')}`,
  sessionXml('AssumeRole', inOneHour()).replace(
    /<SecretAccessKey>(.*?)</,
    '<SecretAccessKey><![CDATA[$1]]><',
  ),
  formatFailure('sts', new ServiceFailure('AccessDenied', 403, `no ${KEYS.secretAccessKey}`), 'r'),
  `${'<a>'.repeat(3000)}${SESSION.sessionToken}`,
);

test('for every answer of a service the client returns a valid session or a ServiceError without a secret [P18]', async t => {
  let body = '';
  let status = 200;
  const stub = await startStub([(response, arrived) => reply(status, body)(response, arrived)]);
  t.after(() => stub.close());
  const sts = stsFor();
  await fc.assert(
    // no status that the client retries
    fc.asyncProperty(answers, fc.constantFrom(200, 200, 204, 302, 400, 403, 404), async (text, code) => {
      [body, status] = [text, code];
      try {
        const session = await sts.assumeRole(at(stub.url), WITH_CODE);
        for (const value of [session.accessKeyId, session.secretAccessKey, session.sessionToken])
          assert.match(value, VISIBLE);
        assert.ok(session.expiresAt > Date.now() && session.assumedRoleArn !== undefined);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assert.ok(error instanceof ServiceError, `${error}`);
        assert.ok(error.message.length <= 300);
        assertNoSecret(error);
      }
    }),
    runs(120),
  );
});

/** A message as the client reports it: the sandbox replaces characters that XML cannot hold, the client makes one line. */
const asShown = (text: string): string =>
  text
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('the client reads sessions and errors of the sandbox unchanged, with any characters', async t => {
  let body = '';
  let status = 200;
  const stub = await startStub([(response, arrived) => reply(status, body)(response, arrived)]);
  t.after(() => stub.close());
  const sts = stsFor();
  const visible = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(visible, visible, async (secretAccessKey, sessionToken) => {
      const Credentials = {
        AccessKeyId: SESSION.accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: inOneHour(),
      };
      status = 200;
      body = formatResult('sts', 'AssumeRole', { Credentials, AssumedRoleUser: { Arn: ARN } }, 'r');
      const session = await sts.assumeRole(at(stub.url), ROLE);
      assert.deepEqual([session.secretAccessKey, session.sessionToken], [secretAccessKey, sessionToken]);
    }),
    runs(40),
  );
  const message = fc.string({
    unit: fc.oneof(character, fc.constantFrom('<', '&', ']]>', '\n', 'a')),
    minLength: 1,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(message, async text => {
      status = 403;
      body = formatFailure('sts', new ServiceFailure('AccessDenied', 403, `x${text}x`), 'r');
      const error = await sts.assumeRole(at(stub.url), ROLE).catch(reason => reason);
      assert.deepEqual([error.code, error.message], ['AccessDenied', asShown(`x${text}x`)]);
    }),
    runs(40),
  );
});

test('a message of a service is one line without a secret, also when the service quotes or encodes the secret', () => {
  const secret = fc.oneof(
    fc.string({ unit: character, minLength: 12, maxLength: 40 }),
    fc.constantFrom(SESSION.sessionToken, KEYS.secretAccessKey),
  );
  const form = fc.constantFrom<(text: string) => string>(
    text => text,
    encodeURIComponent,
    text => `'${text}'`,
    text => `=${text}&x`,
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: character }), form), { maxLength: 4 }),
      secret,
      (parts, text) => {
        const shown = withoutSecrets(parts.map(([before, as]) => before + as(text)).join(''), [
          text,
          undefined,
          '',
        ]);
        assert.ok(!shown.includes(text) && !shown.includes(encodeURIComponent(text)));
        assert.ok(shown.length <= 300 && !/[\n\r\t]/.test(shown));
      },
    ),
    runs(1000),
  );
});

test('sessionOf() returns a session with valid fields, or undefined', () => {
  const text = fc.oneof(
    fc.constantFrom(SESSION.accessKeyId, SESSION.secretAccessKey, ARN, '', 'a b', 'é', 'x\n'),
    fc.string(),
  );
  const now = 1_800_000_000_000;
  const answer = fc.record(
    {
      AccessKeyId: text,
      SecretAccessKey: text,
      SessionToken: text,
      Expiration: fc.date({ min: new Date(now - 1e9), max: new Date(now + 1e9) }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.option(answer, { nil: undefined }),
      fc.option(text, { nil: undefined }),
      (Credentials, Arn) => {
        const session = sessionOf(
          { Credentials, AssumedRoleUser: { Arn } },
          { receivedAt: now, clockOffset: 0 },
        );
        if (session === undefined) return;
        assert.match(session.accessKeyId, /^[A-Z0-9]+$/);
        for (const value of [session.secretAccessKey, session.sessionToken]) assert.match(value, VISIBLE);
        assert.ok(session.expiresAt > now && session.expiresAt < now + 37 * 3_600_000);
        assert.equal(session.assumedRoleArn, Arn);
      },
    ),
    runs(2000),
  );
});

test('the output of a credential process gives valid credentials or a complaint that does not repeat it', () => {
  const right = JSON.stringify({
    Version: 1,
    AccessKeyId: SESSION.accessKeyId,
    SecretAccessKey: SESSION.secretAccessKey,
    SessionToken: SESSION.sessionToken,
    Expiration: inOneHour(),
  });
  fc.assert(
    fc.property(fc.oneof(mutated(right), fc.json()), text => {
      const read = readProcessAnswer(text);
      if ('complaint' in read) {
        assertNoSecret(read);
        return;
      }
      assert.match(read.accessKeyId, /^\w+$/);
      for (const value of [read.secretAccessKey, read.sessionToken ?? 'x']) assert.match(value, VISIBLE);
      assert.ok(read.expiresAt === undefined || Number.isInteger(read.expiresAt));
    }),
    runs(1000),
  );
});

test('the parameters of a call survive a round trip, or the sandbox answers MalformedInput', () => {
  fc.assert(
    fc.property(
      mutatedOrRandom('Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws&Tags.member.1.Key=%C3%A9'),
      text => {
        try {
          const parameters = parseParameters(text);
          assert.equal(
            parseParameters(new URLSearchParams([...parameters]).toString()).size,
            parameters.size,
          );
        } catch (error) {
          assert.ok(error instanceof ServiceFailure && error.code === 'MalformedInput');
        }
      },
    ),
    runs(1000),
  );
});

test('the sandbox answers every random request with well-formed XML and a status below 500', async t => {
  const harness = await startHarness(t);
  const bodies = mutatedOrRandom(
    'Action=GetCallerIdentity&Version=2011-06-15',
    'Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::111122223333:role/dev&RoleSessionName=a&DurationSeconds=900',
    'Action=GetSessionToken&Version=2011-06-15&DurationSeconds=900&SerialNumber=arn:aws:iam::1:mfa/a&TokenCode=123456',
    'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=x&RoleSessionName=a&WebIdentityToken=t',
  );
  await fc.assert(
    fc.asyncProperty(bodies, async body => {
      const { status, body: text } = await sendRaw(
        harness.sandbox.port,
        await signedRequest(harness, { body }),
      );
      assert.ok(status === 200 || (status >= 400 && status < 500), `${status}`);
      assert.match(
        text,
        status === 200
          ? /^<\w+Response [\s\S]*Response>\n$/
          : /^<ErrorResponse [\s\S]*<Code>\w+<[\s\S]*<\/ErrorResponse>\n$/,
      );
      assert.doesNotMatch(text, /[\0-\x08\x0b\x0c\x0e-\x1f]/);
      assert.ok(!text.includes(harness.alice.secretAccessKey));
    }),
    runs(100),
  );
});
