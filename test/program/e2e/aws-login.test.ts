import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';

const ROLES = { dev: '222233334444', uat: '333344445555', prod: '444455556666' } as const;
const NAMES = { dev: 'Developer', uat: 'Developer', prod: 'ReadOnly' } as const;

/**
 * A sandbox whose roles come from the `aws login` profile `base` in eu-central-1. The stand-in for the AWS CLI prints
 * alice's MFA session and logs its region, and whether another one ran at the same time.
 */
const withLogin = async (t: TestContext): Promise<{ inside: InSandbox; log: () => string[] }> => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const session = await inside.awsrole('credential-process', 'default');
  assert.equal(session.exitCode, 0, session.stderr);
  const { home, sandbox } = inside;
  writeFileSync(join(home, 'session.json'), session.stdout);
  const roles = Object.entries(ROLES).map(
    ([name, account]) =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::${account}:role/${NAMES[name as keyof typeof NAMES]}\n` +
      `source_profile = base\nregion = us-west-2\nendpoint_url = ${sandbox.url}\n`,
  );
  const base =
    '[profile base]\nlogin_session = arn:aws:iam::111122223333:user/alice\nregion = eu-central-1\n';
  writeFileSync(join(home, '.aws', 'config'), base + roles.join(''));
  writeFileSync(join(home, '.aws', 'credentials'), '');
  const aws = `#!/bin/sh
mkdir '${home}/busy' 2>/dev/null || echo overlap >>'${home}/log'
sleep 0.3
echo "$* $AWS_REGION $AWS_DEFAULT_REGION" >>'${home}/log'
rmdir '${home}/busy'
cat '${home}/session.json'
`;
  writeFileSync(join(home, 'bin', 'aws'), aws, { mode: 0o755 });
  const log = (): string[] =>
    existsSync(join(home, 'log')) ? readFileSync(join(home, 'log'), 'utf8').trimEnd().split('\n') : [];
  return { inside, log };
};

const CALL = 'configure export-credentials --profile base --format process eu-central-1 eu-central-1';

test('the AWS CLI renews an `aws login` session in the region of its profile, whatever the shell has', async t => {
  const { inside, log } = await withLogin(t);
  const shell = 'eval "$(awsrole use dev --shell bash)" && echo "$AWSROLE_PROFILE $AWS_REGION"';
  const first = await inside.run('bash', shell, { env: { AWS_REGION: 'ap-south-1' } });
  assert.deepEqual([first.stdout, first.stderr], ['dev us-west-2\n', '']);
  // the region of the active profile does not count either
  const second = await inside.run('bash', `${shell}; awsrole use uat --shell bash >/dev/null`);
  assert.equal(second.stderr, '');
  assert.deepEqual(log(), [CALL, CALL]);
});

test('at most one process at a time runs the AWS CLI for one sign-in', async t => {
  const { inside, log } = await withLogin(t);
  const results = await Promise.all(
    Object.keys(ROLES).map(name => inside.awsrole('use', name, '--shell', 'bash')),
  );
  assert.deepEqual(
    results.map(({ exitCode }) => exitCode),
    [0, 0, 0],
    results.map(({ stderr }) => stderr).join(''),
  );
  assert.deepEqual(log(), [CALL, CALL, CALL]);
});
