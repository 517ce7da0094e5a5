import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';
import { otherClock } from './fixtures/clock-settings.ts';

test('an MFA prompt times out after two minutes, and the next command can prompt at once [P22]', async t => {
  const inside = await inSandbox(t);
  // two minutes take six seconds here; GetCallerIdentity must end in this time
  const env = { ...inside.env, ...otherClock({ speed: 20 }) };
  const script = 'awsrole dev --shell posix; echo "rc=$?"; NODE_OPTIONS= awsrole dev --shell posix; exec cat';
  const pty = openPty(t, 'sh', ['-c', script], { env, cwd: inside.home });
  await pty.waitFor(/MFA code: /);
  await pty.waitFor(
    /awsrole: error: no answer on the terminal within 120 seconds\nawsrole: hint: run the command again\n/,
  );
  await pty.waitFor(/rc=1\n/);
  await pty.waitFor(/MFA code: $/);
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/export AWSROLE_PROFILE='dev'\n/);
  assert.deepEqual(inside.calls(), { GetCallerIdentity: 1, GetSessionToken: 1, AssumeRole: 1 });
});
