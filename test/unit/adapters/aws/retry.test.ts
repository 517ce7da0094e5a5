import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attempt, withRetries } from '../../../../src/adapters/aws/retry.ts';
import { ServiceError } from '../../../../src/core/aws/service-error.ts';
import { instantClock } from '../fixtures/sts-calls.ts';

interface Fault {
  readonly code?: string;
  readonly status?: number;
  readonly network?: string;
  readonly sent: boolean;
}

/** The number of attempts at a call that always fails with `fault`. */
const attemptsAt = async (fault: Fault, carriesCode: boolean): Promise<number> => {
  let attempts = 0;
  const attempt = async (): Promise<Attempt<never>> => {
    attempts += 1;
    const { sent, ...facts } = fault;
    return {
      ok: false,
      sent,
      error: new ServiceError('no', { operation: 'AssumeRole', host: 'h', region: 'r', ...facts }),
    };
  };
  await assert.rejects(
    withRetries(attempt, { clock: instantClock(), carriesCode, random: () => 0.5 }),
    ServiceError,
  );
  return attempts;
};

const cases: [fault: Fault, plain: number, withCode: number][] = [
  [{ code: 'Throttling', status: 400, sent: true }, 4, 4],
  [{ code: 'ThrottlingException', status: 400, sent: true }, 4, 4],
  [{ code: 'TooManyRequestsException', status: 429, sent: true }, 4, 4],
  [{ code: 'RequestLimitExceeded', status: 503, sent: true }, 4, 4],
  [{ status: 429, sent: true }, 4, 4],
  // a proxy answered CONNECT: the service has not received the code
  [{ status: 502, sent: false }, 4, 4],
  [{ status: 403, sent: false }, 1, 1],
  [{ code: 'InternalFailure', status: 500, sent: true }, 4, 1],
  [{ code: 'ServiceUnavailable', status: 503, sent: true }, 4, 1],
  [{ status: 502, sent: true }, 4, 1],
  [{ code: 'AccessDenied', status: 403, sent: true }, 1, 1],
  [{ code: 'ValidationError', status: 400, sent: true }, 1, 1],
  [{ status: 200, sent: true }, 1, 1],
  [{ network: 'ECONNREFUSED', sent: false }, 3, 3],
  [{ network: 'ENOTFOUND', sent: false }, 3, 3],
  [{ network: 'EAI_AGAIN', sent: false }, 3, 3],
  [{ network: 'ETIMEDOUT', sent: false }, 3, 3],
  [{ network: 'ETIMEDOUT', sent: true }, 1, 1],
  [{ network: 'ECONNRESET', sent: true }, 3, 1],
  [{ network: 'EPIPE', sent: true }, 3, 1],
  [{ network: 'CERT_HAS_EXPIRED', sent: false }, 1, 1],
  [{ network: 'EMSGSIZE', sent: true }, 1, 1],
];

for (const [fault, plain, withCode] of cases) {
  test(`${JSON.stringify(fault)}: ${plain} attempts, ${withCode} with an MFA code`, async () => {
    assert.equal(await attemptsAt(fault, false), plain);
    assert.equal(await attemptsAt(fault, true), withCode);
  });
}

test('the pauses between attempts double, have a jitter of half their length and add up to at most 7 s', async () => {
  for (const [random, expected] of [
    [0, [500, 1000, 2000]],
    [1, [1000, 2000, 4000]],
  ] as const) {
    const clock = instantClock();
    const error = new ServiceError('slow', { operation: 'o', host: 'h', region: 'r', code: 'Throttling' });
    const attempt = async (): Promise<Attempt<never>> => ({ ok: false, error, sent: true });
    await assert.rejects(withRetries(attempt, { clock, carriesCode: true, random: () => random }));
    assert.deepEqual(clock.slept, expected);
  }
});
