import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';

test('SIGUSR1 at the MFA prompt opens no Node inspector, and the prompt stays open [P27]', async t => {
  const inside = await inSandbox(t);
  const command = `sh -c 'echo "pid $$"; exec awsrole credential-process dev >/dev/null'`;
  const script = `${command} & wait; echo over; exec cat`;
  const pty = openPty(t, 'sh', ['-c', script], { env: inside.env, cwd: inside.home });
  const [, pid] = await pty.waitFor(/pid (\d+)\n/);
  await pty.waitFor(/MFA code: $/);
  process.kill(Number(pid), 'SIGUSR1');
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/over\n/);
  assert.doesNotMatch(pty.screen(), /Debugger listening/);
  assert.equal(inside.calls()['AssumeRole'], 1);
});
