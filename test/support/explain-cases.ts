import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceError } from '../../src/core/aws/service-error.ts';
import type { ExplainContext } from '../../src/core/explain/context.ts';
import { explain } from '../../src/core/explain/explain.ts';

export const ROLE_ARN = 'arn:aws:iam::444455556666:role/Admin';
const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';
export const FIDO = 'arn:aws:iam::111122223333:u2f/user/alice/key-1';

/** The facts of a failed call. */
export interface Facts {
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly network?: string;
  readonly clockOffset?: number;
  readonly host?: string;
  readonly proxy?: string;
  readonly isFromProxy?: boolean;
}

/** The error of a failed AssumeRole call with these facts. */
export const error = ({ message = 'no', ...facts }: Facts): ServiceError =>
  new ServiceError(message, {
    operation: 'AssumeRole',
    host: 'sts.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    requestId: facts.code ? 'req-1' : undefined,
    status: facts.code ? 403 : undefined,
    ...facts,
  });

/** The context of the failed call: profile `dev` assumes a role with an MFA session of `default`. */
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

/** The facts of an error, changes to the context, and patterns that the message and the joined hints must match. */
export type Case = [
  name: string,
  facts: Facts,
  more: Partial<ExplainContext>,
  message: RegExp,
  hints: RegExp,
];

/** Defines one test for each case. */
export const testCases = (cases: readonly Case[]): void => {
  for (const [name, facts, more, message, hints] of cases) {
    test(`${name}: the message names the likely cause, a hint the remedy`, () => {
      const found = explain(error(facts), { ...context, ...more });
      assert.match(found.message, message);
      assert.match(found.message, /^profile 'dev': /);
      assert.match(found.hints.join('\n'), hints);
      assert.equal(found.code, facts.code);
      if (facts.code) assert.ok(found.message.endsWith(` (${facts.code}, request id req-1)`), found.message);
      for (const text of [found.message, ...found.hints]) {
        assert.doesNotMatch(text, /undefined|\n|[.]$| {2}/, text);
      }
    });
  }
};
