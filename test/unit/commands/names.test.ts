import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile, ROLES, startApp } from '../../support/app.ts';
import { age, done } from '../../support/app-fixtures.ts';

const CONFIG =
  profile('default', { region: 'eu-west-1' }) +
  profile('my dev', { role_arn: ROLES.dev, source_profile: 'default' }) +
  profile('$(touch x)', { role_arn: ROLES.prod, source_profile: 'default' });
const LINES = '$(touch x)\t444455556666 ReadOnly\ndefault\t\nmy dev\t222233334444 Developer\n';

/** Nothing is recorded of a file that changed a moment ago. */
test('__names prints every profile in order with account and role, and writes the same list for the shells', async t => {
  const app = await startApp(t, { config: CONFIG });
  age(app);
  assert.deepEqual(await app.run('__names'), done(LINES));
  const [first, config, credentials, ...rest] = app.read('.cache/awsrole/names')?.split('\n') ?? [];
  assert.equal(first, 'awsrole-names 3');
  assert.match(config ?? '', /^config [0-9a-f]{16} \S+\/\.aws\/config$/);
  assert.match(credentials ?? '', /^credentials [0-9a-f]{16} \S+\/\.aws\/credentials$/);
  assert.equal(rest.join('\n'), LINES);
  assert.deepEqual(app.calls, []);
});

test('__names writes no list while a file may change again within the same clock tick', async t => {
  const app = await startApp(t, { config: CONFIG, at: Date.now() });
  assert.deepEqual(await app.run('__names'), done(LINES));
  assert.equal(app.read('.cache/awsrole/names'), undefined);
});

test('__names fails without a candidate when a file cannot be read', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.env['AWS_CONFIG_FILE'] = app.home;
  const outcome = await app.run('__names');
  assert.deepEqual([outcome.exitCode, outcome.stdout], [1, '']);
});
