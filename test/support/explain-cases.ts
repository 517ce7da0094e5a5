import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceError } from '../../src/core/aws/service-error.ts';
import type { ExplainContext } from '../../src/core/explain/context.ts';
import { explain } from '../../src/core/explain/explain.ts';

export const ROLE_ARN = 'arn:aws:iam::444455556666:role/Admin';
const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';
export const FIDO = 'arn:aws:iam::111122223333:u2f/user/alice/key-1';

export interface Said {
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly network?: string;
  readonly clockOffset?: number;
  readonly host?: string;
  readonly proxy?: string;
}

export const error = ({ message = 'no', ...facts }: Said): ServiceError =>
  new ServiceError(message, {
    operation: 'AssumeRole',
    host: 'sts.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    requestId: facts.code ? 'req-1' : undefined,
    status: facts.code ? 403 : undefined,
    ...facts,
  });

export const context: ExplainContext = {
  profile: 'dev',
  step: 'assume-role',
  roleArn: ROLE_ARN,
  serial: SERIAL,
  usedMfa: 'session',
  hop: 0,
  sourceProfile: 'default',
  sourceKind: 'static',
};

export const USER =
  'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: x';
export const FAILED = 'MultiFactorAuthentication failed';
export const CHAINING =
  'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
export const MAXIMUM = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';

/** What is said, in which situation, what the message must tell and what the hints together must. */
export type Case = [name: string, said: Said, more: Partial<ExplainContext>, message: RegExp, hints: RegExp];

/** One test for each case. */
export const testCases = (cases: readonly Case[]): void => {
  for (const [name, said, more, message, hints] of cases) {
    test(`${name} is told with its likely cause and remedy`, () => {
      const found = explain(error(said), { ...context, ...more });
      assert.match(found.message, message);
      assert.match(found.message, /^profile 'dev': /);
      assert.match(found.hints.join('\n'), hints);
      assert.equal(found.code, said.code);
      if (said.code) assert.ok(found.message.endsWith(` (${said.code}, request id req-1)`), found.message);
      for (const text of [found.message, ...found.hints]) {
        assert.doesNotMatch(text, /undefined|\n|[.]$| {2}/, text);
      }
    });
  }
};
