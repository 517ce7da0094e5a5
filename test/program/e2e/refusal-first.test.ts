import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';

test('without mfa_serial, the refusal of STS stands above the question for the code', async t => {
  const inside = await inSandbox(t);
  const path = join(inside.home, '.aws/config');
  const text = readFileSync(path, 'utf8').replaceAll(/^mfa_serial.*\n/gm, '');
  writeFileSync(path, text.replace(/(\[profile dev\][^[]*source_profile = )mfa/, '$1default'));
  const script = 'awsrole dev --shell posix; exec cat';
  const pty = openPty(t, 'sh', ['-c', script], { env: inside.env, cwd: inside.home, columns: 300 });
  await pty.waitFor(
    /awsrole: profile 'dev': STS refuses the role without MFA: User: arn:aws:iam::\d+:user\/alice is not authorized to perform: sts:AssumeRole on resource: \S+ \(AccessDenied\)\n.*MFA code: $/s,
  );
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/export AWSROLE_PROFILE='dev'\n/);
  assert.deepEqual(inside.calls(), {
    GetCallerIdentity: 1,
    'AssumeRole AccessDenied': 1,
    ListMFADevices: 1,
    GetSessionToken: 1,
    AssumeRole: 1,
  });
});
