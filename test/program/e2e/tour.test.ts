import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

const TOUR = fileURLToPath(new URL('../../../../scripts/tour.sh', import.meta.url));

test('the tour of npm start shows the real output of every step and no secret, and leaves no file behind', async t => {
  const folder = temporaryFolder(t);
  // The command that scripts/start.mjs runs after the build. A build here would replace dist during other tests.
  const { exitCode, stdout, stderr } = await run(t, LAUNCHER, ['sandbox', '--', 'sh', TOUR], {
    env: { TMPDIR: folder },
  });
  assert.deepEqual([exitCode, stderr], [0, '']);
  for (const step of [
    /\n\$ awsrole mfa --code .*\nwho {5}arn:aws:iam::111122223333:user\/alice /,
    /\n\$ awsrole list\n +PROFILE /,
    /\n\$ eval "\$\(awsrole dev\)"\n\$ awsrole status\nprofile {2}dev\naccount {2}222233334444\n/,
    /\n\$ awsrole exec prod -- sh .*\nprod is account 444455556666, until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n/,
    /\n\$ awsrole why prod\nprofile +prod +~\/\.aws\/config:\d+\n/,
  ])
    assert.match(stdout, step);
  assert.doesNotMatch(stdout, /(?:AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9+/]{40}/, 'a key or a secret');
  assert.doesNotMatch(stdout, /\x1b/, 'escape codes in a pipe');
  assert.deepEqual(readdirSync(folder), []);
});
