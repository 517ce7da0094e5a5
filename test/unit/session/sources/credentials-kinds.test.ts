import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import { addRole } from '../../../../src/sandbox/state/world-builder.ts';
import {
  type App,
  DEFAULT_CREDENTIALS,
  type Outcome,
  profile,
  ROLES,
  role,
  SERIAL,
  serves,
  startApp,
} from '../../../support/app.ts';
import { addWebIdentity, userNamed } from '../../../support/sandbox-world.ts';

const longTerm = (name: string): Outcome => ({
  exitCode: 0,
  stdout: `[${name}]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n`,
  stderr: '',
});

const keysOf = (app: App): { accessKeyId: string; secretAccessKey: string } => {
  const [key] = userNamed(app.world, 'alice').accessKeys;
  assert.ok(key);
  return key;
};

test('a profile without a role and without a device provides its long-term keys', async t => {
  const app = await startApp(t, { config: profile('default', {}) });
  assert.deepEqual(await app.use('default'), longTerm('default'));
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('a profile without a role but with a device provides an MFA session, not its long-term keys', async t => {
  const app = await startApp(t, { config: profile('default', { mfa_serial: SERIAL }) });
  assert.deepEqual(await app.useWithCode('default'), serves('default', 1, '21:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken']);
});

test('a profile that is its own source_profile assumes its role with its own keys', async t => {
  const app = await startApp(t, {
    config: role('dev', { source_profile: 'dev', mfa_serial: SERIAL }),
    credentials: DEFAULT_CREDENTIALS.replace('default', 'dev'),
  });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
});

test('credential_source = Environment uses the keys of the shell, together with an MFA device', async t => {
  const app = await startApp(t, {
    credentials: '',
    config: profile('dev', { role_arn: ROLES.dev, credential_source: 'Environment', mfa_serial: SERIAL }),
  });
  const { accessKeyId, secretAccessKey } = keysOf(app);
  Object.assign(app.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
});

test('credential_source = Environment without keys in the environment is an error', async t => {
  const app = await startApp(t, {
    config: profile('dev', { role_arn: ROLES.dev, credential_source: 'Environment' }),
  });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'dev': credential_source = Environment (~/.aws/config:3), but the environment has no keys\n" +
      'awsrole: hint: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile instead\n',
  });
});

test('credential_source = Environment rejects the keys that awsrole itself set in the shell', async t => {
  const app = await startApp(t, {
    config: profile('dev', { role_arn: ROLES.dev, credential_source: 'Environment' }),
  });
  Object.assign(app.env, {
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWSROLE_KEY: 'ASIAEXAMPLE',
    AWSROLE_PROFILE: 'uat',
  });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'dev': credential_source = Environment (~/.aws/config:3), but the keys in this shell are those of profile 'uat'\n" +
      'awsrole: hint: unset them with `eval "$(awsrole clear)"`, then set your own\n',
  });
  assert.deepEqual(app.calls, []);
});

test('a credential_process with long-term keys is used together with an MFA device', async t => {
  const app = await startApp(t);
  const { accessKeyId, secretAccessKey } = keysOf(app);
  app.write(
    'keys.json',
    JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey }),
  );
  const vault = profile('vault', {
    credential_process: `cat ${app.home}/keys.json`,
    mfa_serial: SERIAL,
  });
  app.write('.aws/config', vault + role('dev', { source_profile: 'vault' }));
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

test('a refusal of session credentials from a credential_process has no hint to add mfa_serial', async t => {
  const app = await startApp(t, { config: profile('default', { mfa_serial: SERIAL }) + role('uat') });
  await app.useWithCode('uat');
  const session = [...app.world.sessions.values()].at(-1);
  assert.ok(session);
  app.write(
    'keys.json',
    JSON.stringify({
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
    }),
  );
  const vault = profile('vault', { credential_process: `cat ${app.home}/keys.json` });
  app.write('.aws/config', vault + role('dev', { source_profile: 'vault', mfa_serial: SERIAL }));
  const { exitCode, stderr } = await app.use('dev');
  assert.equal(exitCode, 1);
  assert.match(stderr, /hint: the trust policy may require MFA: session credentials cannot carry a code/);
  assert.doesNotMatch(stderr, /write mfa_serial/);
});

test('a credential_process that fails is an error that does not repeat its output', async t => {
  const app = await startApp(t, {
    config:
      profile('vault', { credential_process: 'sh -c "echo hunter2; exit 3"' }) +
      role('dev', { source_profile: 'vault' }),
  });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'vault': credential_process (~/.aws/config:2): 'sh' ended with exit code 3\n" +
      'awsrole: hint: run that command by itself to see its output\n',
  });
});

test('a web identity token assumes the role without keys and without a prompt', async t => {
  const world = demoWorld();
  const pod = addRole(world, { accountId: '222233334444', name: 'Pod', trust: { principals: [] } });
  addWebIdentity(world, { token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', roleArns: [pod.arn] });
  const app = await startApp(t, { world, credentials: '' });
  app.write('token', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n');
  app.write(
    '.aws/config',
    profile('pod', { role_arn: pod.arn, web_identity_token_file: `${app.home}/token`, mfa_serial: SERIAL }),
  );
  const note = 'awsrole: mfa_serial (~/.aws/config:4) is ignored: a web identity token replaces it\n';
  assert.deepEqual(await app.use('pod'), serves('pod', 1, '10:00:05', note));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRoleWithWebIdentity'], []]);
});

test('a web identity token that STS rejects is explained', async t => {
  const app = await startApp(t, { credentials: '' });
  app.write('token', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n');
  app.write(
    '.aws/config',
    profile('pod', { role_arn: ROLES.dev, web_identity_token_file: `${app.home}/token` }),
  );
  assert.deepEqual(await app.use('pod'), {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: error: profile 'pod': cannot assume ${ROLES.dev}: STS rejected the web identity token: The web identity token could not be verified (InvalidIdentityToken, request id <id>)\n` +
      'awsrole: hint: check that the account has an identity provider for the token, and that the role trusts it\n',
  });
});

for (const [what, source, more, hint] of [
  ['of another tool', 'saml', {}, ''],
  ['of SAML in the section mfa', 'mfa', { x_principal_arn: 'arn:aws:sts::1:assumed-role/A/b' }, ''],
  ['in the section mfa', 'mfa', {}, ', or let awsrole do it: awsrole mfa --force'],
  ['of aws-mfa', 'work', {}, ', or let awsrole do it: awsrole mfa --from work-long-term --to work --force'],
] as const)
  test(`expired session credentials ${what} are an error before any call, with a remedy that can work`, async t => {
    const section = (name: string, settings: Record<string, string>): string =>
      profile(name, settings).replace('[profile ', '[');
    const keys = { aws_access_key_id: '<alice>', aws_secret_access_key: '<alice secret>' };
    const app = await startApp(t, {
      config: role('dev', { source_profile: source }),
      credentials:
        section(source, {
          aws_access_key_id: 'ASIAEXAMPLEEXAMPLE00',
          aws_secret_access_key: 's',
          aws_session_token: 't',
          x_security_token_expires: '2026-03-02T08:00:00Z',
          ...more,
        }) +
        section('default', keys) +
        section('work-long-term', keys),
    });
    assert.deepEqual(await app.use('dev'), {
      exitCode: 1,
      stdout: '',
      stderr:
        `awsrole: error: profile '${source}': its session expired at 2026-03-02 08:00:00 +00:00 (~/.aws/credentials:5)\n` +
        `awsrole: hint: renew it with the tool that wrote it${hint}\n`,
    });
    assert.deepEqual(app.calls, []);
  });

test('the device of aws-mfa serves awsrole mfa for its long-term keys', async t => {
  const app = await startApp(t, {
    credentials: DEFAULT_CREDENTIALS.replace('default', 'default-long-term').replace(
      /$/,
      `aws_mfa_device = ${SERIAL}\n`,
    ),
  });
  app.answers.push(app.code());
  const { exitCode, stdout } = await app.run('mfa', '--from', 'default-long-term');
  assert.equal(exitCode, 0);
  assert.ok(stdout.includes(`device  ${SERIAL} (~/.aws/credentials:4)\n`), stdout);
  assert.deepEqual(app.calls, ['GetSessionToken']);
});

for (const [what, settings, message] of [
  [
    'a container',
    { credential_source: 'EcsContainer' },
    'credential_source = EcsContainer (~/.aws/config:3), but this is not a container with a role',
  ],
  [
    'a token file',
    { web_identity_token_file: '/no/token' },
    'web_identity_token_file (~/.aws/config:3): cannot read /no/token (ENOENT)',
  ],
  [
    'the environment',
    { credential_source: 'Environment' },
    'credential_source = Environment (~/.aws/config:3), but the environment has no keys',
  ],
] as const)
  test(`the error of ${what} without credentials names the profile and the line`, async t => {
    const app = await startApp(t, { config: profile('pod', { role_arn: ROLES.dev, ...settings }) });
    const { exitCode, stderr } = await app.use('pod');
    assert.equal(exitCode, 1);
    assert.equal(stderr.split('\n')[0], `awsrole: error: profile 'pod': ${message}`);
  });

test('the error of a credential_process names the profile, the line and the program', async t => {
  const app = await startApp(t, {
    config: profile('vault', { credential_process: '/no/tool' }) + role('dev', { source_profile: 'vault' }),
  });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'vault': credential_process (~/.aws/config:2): cannot run '/no/tool': no such file\n" +
      'awsrole: hint: correct the path\n',
  });
});

/** A section of session keys that another tool wrote. */
const sessionSection = (name: string, ...lines: string[]): string =>
  `[${name}]\naws_access_key_id = ASIAEXAMPLEEXAMPLE00\naws_secret_access_key = s\naws_session_token = t\n${lines.join('\n')}\n`;

for (const [tool, line, zone] of [
  ['aws-azure-login', 'aws_expiration = 2026-03-02T08:00:00.000Z', ''],
  ['saml2aws', 'x_security_token_expires = 2026-03-02T09:00:00+01:00', ''],
  ['aws-google-auth', 'aws_session_expiration = 2026-03-02T08:00:00+0000', ''],
  ['aws-mfa', 'expiration = 2026-03-02 08:00:00', ', read as UTC'],
  ['an unknown tool', 'token_expires_at = 1772438400', ''],
] as const)
  for (const name of ['old', 'dev'])
    test(`expired keys of ${tool} are refused with the date${name === 'dev' ? ' where they are a source' : ''} [P16]`, async t => {
      const app = await startApp(t, {
        config: role('dev', { source_profile: 'old' }),
        credentials: sessionSection('old', line),
      });
      const { exitCode, stdout, stderr } = await app.use(name);
      assert.deepEqual([exitCode, stdout, app.calls], [1, '', []]);
      assert.match(
        stderr,
        new RegExp(
          `^awsrole: error: profile 'old': its session expired at 2026-03-02 08:00:00 \\+00:00 \\(~/.aws/credentials:5${zone}\\)\\n`,
        ),
      );
      const why = await app.run('why', name);
      assert.match(why.stdout, / expired at 2026-03-02 08:00:00 \+00:00 +~\/\.aws\/credentials:5/);
    });

/** A credential process that prints a session with this expiration. */
const printing = (app: App, expiration: string): string => {
  const answer = { Version: 1, AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 's', SessionToken: 't' };
  app.write('keys.json', JSON.stringify({ ...answer, Expiration: expiration }));
  return `cat ${app.home}/keys.json`;
};

for (const command of ['use', 'credential-process'])
  for (const name of ['tool', 'dev'])
    test(`${command} refuses expired credentials of a process${name === 'dev' ? ' that is a source' : ''}, with the date [P16]`, async t => {
      const app = await startApp(t, { credentials: '' });
      const process = printing(app, '2026-03-02T08:00:00Z');
      const config = profile('tool', { credential_process: process });
      app.write('.aws/config', config + role('dev', { source_profile: 'tool' }));
      const { exitCode, stdout, stderr } = await app.run(command, name);
      assert.deepEqual([exitCode, stdout], [1, command === 'use' ? 'false\n' : '']);
      assert.equal(
        stderr,
        "awsrole: error: profile 'tool': credential_process (~/.aws/config:2) printed credentials that expired at 2026-03-02 08:00:00 +00:00\n" +
          'awsrole: hint: renew them with the program that credential_process runs\n',
      );
      assert.deepEqual(app.calls, []);
    });

test('live credentials of a process are handed out until they expire', async t => {
  const app = await startApp(t, { credentials: '' });
  app.write('.aws/config', profile('tool', { credential_process: printing(app, '2026-03-02T09:00:06Z') }));
  assert.equal((await app.use('tool')).exitCode, 0);
  app.clock.advance(1_000);
  assert.equal((await app.use('tool')).exitCode, 1);
});

test('credential_source = Environment refuses keys whose AWS_CREDENTIAL_EXPIRATION is past', async t => {
  const app = await startApp(t, {
    credentials: '',
    config: profile('dev', { role_arn: ROLES.dev, credential_source: 'Environment' }),
  });
  Object.assign(app.env, {
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_CREDENTIAL_EXPIRATION: '2026-03-02T08:00:00Z',
  });
  const { exitCode, stderr } = await app.use('dev');
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /the keys in this shell expired at 2026-03-02 08:00:00 \+00:00 \(AWS_CREDENTIAL_EXPIRATION\)/,
  );
});

const SHADOW =
  'aws_access_key_id (~/.aws/credentials:2) takes precedence over credential_process (~/.aws/config:2)';

for (const [what, line] of [
  ['whose expiration is known', 'aws_expiration = 2026-03-02T08:00:00Z'],
  ['that STS rejects', ''],
] as const)
  test(`dead keys ${what} name the process that they shadow`, async t => {
    const app = await startApp(t, {
      config: profile('shadow', { credential_process: 'true' }) + role('dev', { source_profile: 'shadow' }),
      credentials: sessionSection('shadow', line),
    });
    const { exitCode, stderr } = await app.use('dev');
    assert.equal(exitCode, 1);
    assert.equal(stderr.split('\n')[1], `awsrole: hint: ${SHADOW}: remove the line that should not count`);
    assert.match(
      (await app.run('why', 'dev')).stdout,
      new RegExp(`note +${SHADOW.replaceAll(/[()~.]/g, '\\$&')}\n`),
    );
    const { notes } = JSON.parse((await app.run('why', 'dev', '--json')).stdout) as { notes: string[] };
    assert.ok(notes.includes(SHADOW.replaceAll('~', app.home)));
  });

test('session keys of a profile without a role are refused when STS calls them expired', async t => {
  const app = await startApp(t, { config: profile('default', { mfa_serial: SERIAL }) });
  app.answers.push(app.code());
  const { stdout } = await app.run('use', 'default', '--json');
  const session = [...app.world.sessions.values()][0];
  assert.ok(session, stdout);
  app.write(
    '.aws/credentials',
    `[old]\naws_access_key_id = ${session.accessKeyId}\naws_secret_access_key = ${session.secretAccessKey}\naws_session_token = ${session.sessionToken}\n`,
  );
  assert.equal((await app.use('old')).exitCode, 0);
  app.clock.advance(12 * 3_600_000);
  const { stderr, ...rest } = await app.use('old');
  assert.deepEqual(rest, { exitCode: 1, stdout: '' });
  assert.match(
    stderr,
    /^awsrole: error: profile 'old': .* the keys of profile 'old' have expired \(ExpiredToken/,
  );
});

test('unknown keys are an error with their profile and likely causes', async t => {
  const app = await startApp(t, {
    config: role('dev'),
    credentials: '[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE00\naws_secret_access_key = s\n',
  });
  const { exitCode, stdout, stderr } = await app.use('dev');
  assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: '' });
  assert.match(
    stderr,
    /^awsrole: error: profile 'dev': .*AWS does not know the keys of profile 'default' \(InvalidClientTokenId, request id/,
  );
  assert.match(stderr, /\nawsrole: hint: the access key may be deleted or inactive/);
});
