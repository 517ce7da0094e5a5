import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProcessAnswer } from '../../../../src/core/aws/credential-process.ts';

const answer = { Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'canary/Secret+1' };
const read = (change: Record<string, unknown>) => readProcessAnswer(JSON.stringify({ ...answer, ...change }));

test('readProcessAnswer reads all fields and converts the expiration to epoch milliseconds', () => {
  const credentials = read({
    SessionToken: 'canaryToken==',
    Expiration: '2030-01-31T12:00:00+00:00',
    Extra: 1,
  });
  assert.deepEqual(credentials, {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'canary/Secret+1',
    sessionToken: 'canaryToken==',
    expiresAt: Date.UTC(2030, 0, 31, 12),
  });
});

test('the session token and the expiration can be missing or null', () => {
  const expected = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'canary/Secret+1',
    sessionToken: undefined,
    expiresAt: undefined,
  };
  assert.deepEqual(read({}), expected);
  assert.deepEqual(read({ SessionToken: null, Expiration: null }), expected);
});

for (const [what, text, complaint] of [
  ['blank output', ' \n', /printed nothing/],
  ['invalid JSON', 'canary {', /not JSON/],
  ['an array', '["canary"]', /not an object/],
  ['null', 'null', /not an object/],
] as const)
  test(`the complaint about ${what} does not quote the text`, () => {
    const result = readProcessAnswer(text);
    assert.ok('complaint' in result);
    assert.match(result.complaint, complaint);
    assert.doesNotMatch(result.complaint, /canary/);
  });

for (const [what, change, complaint] of [
  ['no version', { Version: undefined }, /"Version" is not 1/],
  ['a version as a string', { Version: '1' }, /"Version" is not 1/],
  ['no key id', { AccessKeyId: undefined }, /"AccessKeyId"/],
  ['a key id with a newline', { AccessKeyId: 'canary\n' }, /"AccessKeyId"/],
  ['an empty secret', { SecretAccessKey: '' }, /"SecretAccessKey"/],
  ['a secret with a newline', { SecretAccessKey: 'canary\nx' }, /"SecretAccessKey"/],
  ['a session token that is not a string', { SessionToken: 5 }, /"SessionToken"/],
  [
    'an expiration without a zone',
    { Expiration: '2030-01-31T12:00:00' },
    /"Expiration" is not a time with a zone/,
  ],
  ['an expiration as a number', { Expiration: 1893456000 }, /"Expiration"/],
] as const)
  test(`an answer with ${what} returns a complaint without secrets`, () => {
    const result = read(change);
    assert.ok('complaint' in result);
    assert.match(result.complaint, complaint);
    assert.doesNotMatch(result.complaint, /canary/);
  });
