import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isUsable,
  MFA_WINDOW,
  PROCESS_WINDOW,
  ROLE_WINDOW,
  timeLeft,
} from '../../../../src/core/aws/credentials.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_795_521_600_000;

const session = (clockOffset = 0) => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 'secret',
  sessionToken: 'token',
  obtainedAt: NOW,
  expiresAt: NOW + clockOffset + HOUR,
  clockOffset,
});

describe('timeLeft', () => {
  it("is measured on the service's clock", () => {
    for (const offset of [0, 7 * MINUTE, -7 * MINUTE])
      assert.equal(timeLeft(session(offset), NOW + offset + MINUTE), 59 * MINUTE);
  });

  it('is negative after the expiration', () => assert.equal(timeLeft(session(), NOW + HOUR + 1), -1));
});

describe('isUsable', () => {
  for (const [what, window] of [
    ['role session', ROLE_WINDOW],
    ['MFA session', MFA_WINDOW],
    ['session for a credential process', PROCESS_WINDOW],
  ] as const)
    it(`is true while more than the window of a ${what} is left, and false when exactly the window is left`, () => {
      assert.equal(isUsable(session(), NOW + HOUR - window - 1, window), true);
      assert.equal(isUsable(session(), NOW + HOUR - window, window), false);
    });

  it("is false when the clock shows more than five minutes before the session was obtained, by the service's clock", () => {
    for (const offset of [0, 60 * MINUTE, -60 * MINUTE]) {
      const obtainedAt = NOW + offset;
      assert.equal(isUsable(session(offset), obtainedAt - 5 * MINUTE, ROLE_WINDOW), true);
      assert.equal(isUsable(session(offset), obtainedAt - 5 * MINUTE - 1, ROLE_WINDOW), false);
    }
  });
});

it('the windows are five minutes for roles, one for MFA, and more than fifteen for credential processes', () => {
  assert.deepEqual([ROLE_WINDOW, MFA_WINDOW], [5 * MINUTE, MINUTE]);
  assert.ok(PROCESS_WINDOW > 15 * MINUTE);
});
