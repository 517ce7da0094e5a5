import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile } from '../../../support/app-fixtures.ts';
import { makeHome } from '../../../support/home.ts';
import { LAUNCHER } from '../../../support/program.ts';
import { run } from '../../../support/run.ts';

test('a credential_process that runs awsrole shows its hint once', async t => {
  const home = makeHome(t);
  home.write(
    '.aws/config',
    profile('outer', { credential_process: 'awsrole credential-process inner' }) +
      profile('inner', { credential_process: '/bin/false' }),
  );
  const { exitCode, stderr } = await run(t, LAUNCHER, ['use', 'outer'], { env: home.env });
  assert.equal(exitCode, 1);
  assert.equal(
    stderr,
    "awsrole: error: profile 'inner': credential_process (~/.aws/config:4): '/bin/false' ended with exit code 1\n" +
      'awsrole: hint: run that command by itself to see its output\n' +
      "awsrole: error: profile 'outer': credential_process (~/.aws/config:2): 'awsrole' ended with exit code 1\n",
  );
});
