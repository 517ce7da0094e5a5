import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../../../src/core/explain/explain.ts';
import { context, error, ROLE_ARN, USER } from '../../../support/explain-cases.ts';

test('the message of a refusal has profile, attempt, cause, error code and request ID', () => {
  const found = explain(error({ code: 'AccessDenied', message: USER }), { ...context, usedMfa: 'none' });
  assert.equal(
    found.message,
    `profile 'dev': cannot assume ${ROLE_ARN}: access denied for arn:aws:iam::111122223333:user/alice (AccessDenied, request id req-1)`,
  );
  assert.match(found.hints[0] ?? '', /^check role_arn/);
});

test('the hints do not mention MFA when the first call carried a code', () => {
  const found = explain(error({ code: 'AccessDenied', message: USER }), { ...context, usedMfa: 'call' });
  assert.doesNotMatch(found.hints.join(), /MFA/);
});

test('the message of a network failure ends with the network error code', () => {
  assert.match(explain(error({ network: 'ECONNREFUSED' }), context).message, / \(ECONNREFUSED\)$/);
});

test("a clock error shows both times, from the Date header or from the service's message", () => {
  const skew = {
    code: 'SignatureDoesNotMatch',
    message:
      'Signature expired: 20261124T000000Z is now earlier than 20261124T005500Z (20261124T010000Z - 5 min.)',
  };
  const bothTimes = /local time 2026-11-24T00:00:00Z, AWS time 2026-11-24T01:00:00Z \(Sig/;
  const now = Date.UTC(2026, 10, 24);
  const withHeader = explain(error({ ...skew, message: 'Signature expired', clockOffset: 3_600_000 }), {
    ...context,
    now,
  });
  assert.match(withHeader.message, /this machine's clock is 1h behind AWS: /);
  assert.match(withHeader.message, bothTimes);
  assert.match(withHeader.hints.join(), /clock/);
  assert.match(explain(error(skew), context).message, bothTimes);
  assert.match(
    explain(error({ code: 'RequestTimeTooSkewed', clockOffset: -7_200_000 }), context).message,
    /2h ahead of AWS \(/,
  );
  assert.match(
    explain(error({ code: 'RequestExpired' }), context).message,
    /clock and the AWS clock differ too much \(/,
  );
});

test('a quoted message of the service is cut to 300 characters and loses its full stop', () => {
  const long = explain(error({ code: 'SomethingNew', message: 'x'.repeat(1000) }), context);
  assert.match(long.message, /says: x{299}… \(SomethingNew, request id req-1\)$/);
  assert.match(
    explain(error({ code: 'SomethingNew', message: 'So be it.' }), context).message,
    /says: So be it \(/,
  );
});

for (const [what, facts, first] of [
  ['an access denial', { code: 'AccessDenied', message: 'no' }, true],
  ['an unknown key', { code: 'InvalidClientTokenId' }, true],
  ['an invalid request', { code: 'ValidationError', message: 'serialNumber' }, true],
  ['an unknown code', { code: 'Odd' }, true],
  ['throttling', { code: 'Throttling', status: 400 }, false],
  ['a network failure', { network: 'ENOTFOUND' }, false],
] as const)
  test(`the first hint of ${what} ${first ? 'names' : 'does not name'} settings in different partitions`, () => {
    const conflict = 'role_arn (config:2) is in another partition';
    const { hints } = explain(error(facts), { ...context, partition: 'aws', partitionConflict: conflict });
    assert.equal(hints[0] === conflict, first);
    assert.equal(hints.filter(hint => /partition/.test(hint)).length, first ? 1 : 0);
  });

test('the last hint of an unknown key names the partition of the call', () => {
  const { hints } = explain(error({ code: 'InvalidClientTokenId' }), { ...context, partition: 'aws-us-gov' });
  assert.equal(
    hints.at(-1),
    "the call went to partition 'aws-us-gov': keys of another partition are not known there",
  );
});
