import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isAccessDenied,
  isChainingError,
  isExpiredToken,
  isMaxDurationError,
  isWrongCode,
  ServiceError,
} from '../../../../src/core/aws/service-error.ts';

const predicates = { isAccessDenied, isChainingError, isExpiredToken, isMaxDurationError, isWrongCode };
type PredicateName = keyof typeof predicates;

/** Original messages of STS. */
const cases: [code: string | undefined, message: string, expected: PredicateName[]][] = [
  [
    'AccessDenied',
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    ['isAccessDenied', 'isWrongCode'],
  ],
  [
    'AccessDenied',
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    ['isAccessDenied'],
  ],
  [
    'AccessDenied',
    'User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole',
    ['isAccessDenied'],
  ],
  ['AccessDeniedException', 'no', ['isAccessDenied']],
  [
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ['isMaxDurationError'],
  ],
  [
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    ['isChainingError'],
  ],
  ['ValidationError', "Value '1' at 'durationSeconds' failed to satisfy constraint", []],
  ['ExpiredToken', 'The security token included in the request is expired', ['isExpiredToken']],
  ['ExpiredTokenException', 'Token expired', ['isExpiredToken']],
  ['RequestExpired', 'Request has expired', []],
  [undefined, 'AccessDenied: invalid MFA one time pass code, MaxSessionDuration, role chaining', []],
];

for (const [code, message, expected] of cases) {
  test(`${code}, '${message.slice(0, 60)}' matches ${expected.join(' and ') || 'no predicate'}`, () => {
    const error = new ServiceError(message, { operation: 'AssumeRole', host: 'h', region: 'r', code });
    const found = Object.entries(predicates)
      .filter(([, matches]) => matches(error))
      .map(([name]) => name);
    assert.deepEqual(found, expected);
  });
}
