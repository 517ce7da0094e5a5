import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, profile, role, SERIAL, startApp } from '../../support/app.ts';
import { done, fails } from '../../support/app-fixtures.ts';

const CONFIG =
  profile('default', { mfa_serial: SERIAL, region: 'eu-west-1' }) +
  role('dev', { region: 'eu-central-1', color: '3fb950' }) +
  role('prod');

const ENDS = (span: string): string =>
  `awsrole: the console session ends with the role session, in ${span}\n` +
  'awsrole: hint: --switch-role gives a link that needs no code and renews itself in the browser\n';

/** What is on the page that a link leads to, line by line. */
const follow = async (app: App, link: string | undefined): Promise<Record<string, string>> => {
  const text = await (await fetch(link?.replace('<sts>', app.sandbox.url) ?? '')).text();
  return Object.fromEntries(
    [...text.matchAll(/<p>([^<:]+): ([^<]*)<\/p>/g)].map(([, name, value]) => [name, value]),
  );
};

const IDENTITY = 'arn:aws:sts::222233334444:assumed-role/Developer/alice';

test('console opens a signed-in browser, notes when the session ends, and prints nothing on stdout', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  assert.deepEqual(await app.run('console', 'dev'), done('', ENDS('1h')));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole', 'getSigninToken']);
  assert.deepEqual(await follow(app, app.opened[0]), {
    identity: IDENTITY,
    until: '2026-03-02T10:00:05.000Z',
    issuer: 'awsrole',
    destination: 'https://console.aws.amazon.com/console/home?region=eu-central-1',
  });
});

test('console --print prints only the link to the requested page; on a terminal a note calls it a secret', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  const { stdout, ...rest } = await app.run(
    'console',
    'dev',
    '--print',
    '--service',
    's3',
    '--region',
    'eu-west-3',
  );
  assert.deepEqual(rest, { exitCode: 0, stderr: ENDS('1h') });
  assert.match(stdout, /^<sts>\/federation\?\S+\n$/);
  assert.deepEqual(app.opened, []);
  const { destination } = await follow(app, stdout.trim());
  assert.equal(destination, 'https://console.aws.amazon.com/s3/home?region=eu-west-3');
  app.isTerminal = true;
  const page = 'https://console.aws.amazon.com/ec2/home#Instances:';
  const again = await app.run('console', 'dev', '--print', '--url', page);
  assert.equal(
    again.stderr,
    `awsrole: the link is a secret: for 15 minutes it signs in whoever opens it\n${ENDS('1h')}`,
  );
  assert.equal((await follow(app, again.stdout.trim()))['destination'], page);
});

test('console --duration 8h sends a code with AssumeRole, and the console session lasts as long', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  assert.deepEqual(await app.run('console', 'prod', '--duration', '8h'), {
    exitCode: 0,
    stdout: '',
    stderr: "awsrole: profile 'prod': 8h exceeds the maximum of this role; using 1h\n",
  });
  assert.equal((await follow(app, app.opened[0]))['until'], '2026-03-02T17:00:05.000Z');
  assert.deepEqual(
    app.sandbox
      .calls()
      .map(call => [call.operation, call.durationSeconds])
      .slice(-2),
    [
      ['getSigninToken', 28_800],
      ['login', undefined],
    ],
  );
});

test('console first renews a role session with less than half an hour left, without a prompt', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  await app.run('console', 'dev');
  app.clock.advance(29 * 60_000);
  assert.deepEqual(await app.run('console', 'dev'), done('', ENDS('31m')));
  app.clock.advance(2 * 60_000);
  assert.deepEqual(await app.run('console', 'dev'), done('', ENDS('1h')));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole', 'getSigninToken'], []]);
});

test('console --switch-role gives a link with name and colour, without a call or prompt', async t => {
  const app = await startApp(t, {
    config: CONFIG,
    credentials: '[default]\naws_access_key_id=x\naws_secret_access_key=y\n',
  });
  const link = '<sts>/switchrole?account=222233334444&roleName=Developer&displayName=dev&color=3fb950';
  assert.deepEqual(await app.run('console', 'dev', '--switch-role', '--print'), done(`${link}\n`));
  assert.deepEqual(await app.run('console', 'dev', '--switch-role'), done(''));
  assert.equal(app.readable(app.opened[0] ?? ''), link);
  assert.deepEqual([app.sandbox.calls().length, app.prompts], [0, []]);
  const page = await follow(app, app.opened[0]);
  assert.deepEqual(page, {
    role: 'arn:aws:iam::222233334444:role/Developer',
    'display name': 'dev',
    color: '3fb950',
  });
});

test('without a custom endpoint the links go to the AWS hosts of the role’s partition', async t => {
  const config =
    profile('gov', { role_arn: 'arn:aws-us-gov:iam::222233334444:role/A', source_profile: 'default' }) +
    role('dev');
  const app = await startApp(t, { config, withoutEndpoint: true });
  for (const [name, host] of [
    ['dev', 'signin.aws.amazon.com'],
    ['gov', 'signin.amazonaws-us-gov.com'],
  ] as const)
    assert.match(
      (await app.run('console', name, '--switch-role', '--print')).stdout,
      new RegExp(`^https://${host}/switchrole\\?`),
    );
});

test('a refusal of the federation endpoint is explained, with its host and a remedy', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  await app.use('dev');
  app.world.sessions.clear();
  assert.deepEqual(
    await app.run('console', 'dev'),
    fails(
      1,
      '',
      "profile 'dev': cannot sign in to the console: <host> does not accept the role session (HTTP 400)",
      'the session may be revoked or near its end: --refresh makes a new one',
      'to switch roles in the browser without a session, use --switch-role',
    ),
  );
  app.env['AWS_ENDPOINT_URL_SIGNIN'] = 'http://127.0.0.1:9';
  const { stderr } = await app.run('console', 'dev');
  assert.match(
    stderr,
    /^awsrole: error: profile 'dev': cannot sign in to the console: 127\.0\.0\.1:9 refused the connection/,
  );
});

test('session keys from another tool sign in when they belong to a role, and not when they belong to a user', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.answers.push(app.code());
  await app.use('dev');
  for (const [from, exitCode] of [
    ['role', 0],
    ['mfa', 1],
  ] as const) {
    const session = [...app.world.sessions.values()].find(({ caller }) => caller.kind === from);
    assert.ok(session);
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    app.write(
      '.aws/credentials',
      `[given]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
    );
    const outcome = await app.run('console', 'given', '--print');
    assert.equal(outcome.exitCode, exitCode, outcome.stderr);
    if (exitCode === 0) assert.equal((await follow(app, outcome.stdout.trim()))['identity'], IDENTITY);
    else assert.match(outcome.stderr, /profile 'given' provides a session of an IAM user/);
  }
});

test('for a chained role the link names the role that must be trusted, and the hint about the link stays', async t => {
  const config =
    profile('default', { mfa_serial: SERIAL }) + role('uat') + role('deploy', { source_profile: 'uat' });
  const app = await startApp(t, { config });
  app.answers.push(app.code());
  assert.deepEqual(await app.run('console', 'deploy', '--duration', '1h'), done('', ENDS('1h')));
  const { stderr } = await app.run('console', 'deploy', '--switch-role');
  assert.match(stderr, /^awsrole: profile 'deploy' is assumed from another role: [^\n]*\n$/);
});
