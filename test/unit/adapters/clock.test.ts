import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/adapters/clock.ts';

test('a sleep that is aborted, before or during it, rejects with the signal’s reason', async () => {
  const reason = new Error('answered');
  const signal = AbortSignal.abort(reason);
  await assert.rejects(systemClock.sleep(60_000, signal), error => error === reason);
  const later = new AbortController();
  const sleeping = systemClock.sleep(60_000, later.signal);
  later.abort(reason);
  await assert.rejects(sleeping, error => error === reason);
});
