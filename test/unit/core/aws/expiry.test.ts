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

describe('time left', () => {
  it("is counted by the service's clock", () => {
    assert.equal(timeLeft(session(), NOW + MINUTE), 59 * MINUTE);
    assert.equal(timeLeft(session(7 * MINUTE), NOW + MINUTE), 59 * MINUTE);
    assert.equal(timeLeft(session(-7 * MINUTE), NOW + MINUTE), 59 * MINUTE);
  });

  it('is negative once it is over', () => assert.equal(timeLeft(session(), NOW + HOUR + 1), -1));
});

describe('a cached session is handed out', () => {
  for (const [what, window] of [
    ['role session', ROLE_WINDOW],
    ['MFA session', MFA_WINDOW],
    ['session for a credential process', PROCESS_WINDOW],
  ] as const)
    it(`while more than the window of a ${what} is left, and not at its edge`, () => {
      assert.equal(isUsable(session(), NOW + HOUR - window - 1, window), true);
      assert.equal(isUsable(session(), NOW + HOUR - window, window), false);
    });

  it('not when the clock was set back behind the moment it was received', () => {
    assert.equal(isUsable(session(), NOW - 5 * MINUTE, ROLE_WINDOW), true);
    assert.equal(isUsable(session(), NOW - 5 * MINUTE - 1, ROLE_WINDOW), false);
  });
});

it('the windows are what the SDKs would renew at: five minutes, one, and more than fifteen', () => {
  assert.deepEqual([ROLE_WINDOW, MFA_WINDOW], [5 * MINUTE, MINUTE]);
  assert.ok(PROCESS_WINDOW > 15 * MINUTE);
});
