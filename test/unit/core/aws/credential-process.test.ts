import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProcessAnswer } from '../../../../src/core/aws/credential-process.ts';

const answer = { Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'canary/Secret+1' };
const read = (change: Record<string, unknown>) => readProcessAnswer(JSON.stringify({ ...answer, ...change }));

test('a whole answer is read, its expiry in milliseconds', () => {
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

test('token and expiry may be missing or null', () => {
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
  ['nothing', ' \n', /printed nothing/],
  ['no JSON', 'canary {', /not JSON/],
  ['an array', '["canary"]', /not an object/],
  ['null', 'null', /not an object/],
] as const)
  test(`${what} is complained about without repeating it`, () => {
    const result = readProcessAnswer(text);
    assert.ok('complaint' in result);
    assert.match(result.complaint, complaint);
    assert.doesNotMatch(result.complaint, /canary/);
  });

for (const [what, change, complaint] of [
  ['no version', { Version: undefined }, /"Version" is not 1/],
  ['a version as text', { Version: '1' }, /"Version" is not 1/],
  ['no key id', { AccessKeyId: undefined }, /"AccessKeyId"/],
  ['a key id with a newline', { AccessKeyId: 'canary\n' }, /"AccessKeyId"/],
  ['an empty secret', { SecretAccessKey: '' }, /"SecretAccessKey"/],
  ['a secret with a newline', { SecretAccessKey: 'canary\nx' }, /"SecretAccessKey"/],
  ['a token that is no text', { SessionToken: 5 }, /"SessionToken"/],
  [
    'an expiry without a zone',
    { Expiration: '2030-01-31T12:00:00' },
    /"Expiration" is not a time with a zone/,
  ],
  ['an expiry as a number', { Expiration: 1893456000 }, /"Expiration"/],
] as const)
  test(`an answer with ${what} is complained about`, () => {
    const result = read(change);
    assert.ok('complaint' in result);
    assert.match(result.complaint, complaint);
    assert.doesNotMatch(result.complaint, /canary/);
  });
