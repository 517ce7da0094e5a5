import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../../../src/core/explain/explain.ts';
import { context, error, ROLE_ARN, USER } from '../../../support/explaining.ts';

test('the whole message of a plain refusal', () => {
  const found = explain(error({ code: 'AccessDenied', message: USER }), { ...context, usedMfa: 'none' });
  assert.equal(
    found.message,
    `profile 'dev': cannot assume ${ROLE_ARN}: access denied for arn:aws:iam::111122223333:user/alice (AccessDenied, request id req-1)`,
  );
  assert.match(found.hints[0] ?? '', /^check role_arn/);
});

test('MFA that was used, and a single hop, are not blamed', () => {
  const found = explain(error({ code: 'AccessDenied', message: USER }), { ...context, usedMfa: 'call' });
  assert.doesNotMatch(found.hints.join(), /MFA/);
});

test('a network failure names its code where there is none of the service', () => {
  assert.match(explain(error({ network: 'ECONNREFUSED' }), context).message, / \(ECONNREFUSED\)$/);
});

test("clocks that differ: both times, from the Date header or from the service's words", () => {
  const skew = {
    code: 'SignatureDoesNotMatch',
    message:
      'Signature expired: 20261124T000000Z is now earlier than 20261124T005500Z (20261124T010000Z - 5 min.)',
  };
  const both = /local time 2026-11-24T00:00:00Z, AWS time 2026-11-24T01:00:00Z \(Sig/;
  const now = Date.UTC(2026, 10, 24);
  const withHeader = explain(error({ ...skew, message: 'Signature expired', clockOffset: 3_600_000 }), {
    ...context,
    now,
  });
  assert.match(withHeader.message, /this machine's clock is 1h behind AWS: /);
  assert.match(withHeader.message, both);
  assert.match(withHeader.hints.join(), /clock/);
  assert.match(explain(error(skew), context).message, both);
  assert.match(
    explain(error({ code: 'RequestTimeTooSkewed', clockOffset: -7_200_000 }), context).message,
    /2h ahead of AWS \(/,
  );
  assert.match(
    explain(error({ code: 'RequestExpired' }), context).message,
    /clock and the AWS clock differ too much \(/,
  );
});

test("the service's words are cut at 300 characters and lose their full stop", () => {
  const long = explain(error({ code: 'SomethingNew', message: 'x'.repeat(1000) }), context);
  assert.match(long.message, /says: x{299}… \(SomethingNew, request id req-1\)$/);
  assert.match(
    explain(error({ code: 'SomethingNew', message: 'So be it.' }), context).message,
    /says: So be it \(/,
  );
});
