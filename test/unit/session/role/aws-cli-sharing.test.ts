import assert from 'node:assert/strict';
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { awsCliCacheKey } from '../../../../src/adapters/cache/aws-cli-cache.ts';
import { toIsoSeconds } from '../../../../src/core/text/instant.ts';
import { startSandbox } from '../../../../src/sandbox/http/server.ts';
import {
  type App,
  HOUR,
  MINUTE,
  profile,
  ROLES,
  role,
  SERIAL,
  serves,
  startApp,
} from '../../../support/app.ts';

const CACHE = '.aws/cli/cache';
const NAME = `${awsCliCacheKey({ RoleArn: ROLES.dev, SerialNumber: SERIAL })}.json`;

/** JSON with the spaces of Python's json module. */
const pythonJson = (value: unknown): string => JSON.stringify(value).replaceAll('":', '": ');

/** Sets the endpoint in the profiles: sessions of an endpoint in the environment are not shared. */
const config = (url: string, settings: Record<string, string | number> = {}): string =>
  profile('default', { mfa_serial: SERIAL, endpoint_url: url }) +
  role('dev', { mfa_serial: SERIAL, endpoint_url: url, ...settings });

/** Starts at the present time, since awsrole compares entries with the modification times of real files. */
const start = (t: TestContext): Promise<App> =>
  startApp(t, {
    config: url => config(url),
    withoutEndpoint: true,
    at: Math.floor(Date.now() / 30_000) * 30_000,
  });

const instant = (app: App, milliseconds: number): string => toIsoSeconds(app.clock.now() + milliseconds);

/** Writes an entry as the AWS CLI would; `age` is its age in milliseconds. */
const cached = (app: App, age = -1000): void => {
  const entry = {
    Credentials: {
      AccessKeyId: 'ASIAOFTHEAWSCLI00000',
      SecretAccessKey: 'secret-of-the-cli',
      SessionToken: 'token-of-the-cli',
      Expiration: instant(app, HOUR).replace('Z', '+00:00'),
    },
    AssumedRoleUser: { AssumedRoleId: 'AROA:alice', Arn: ROLES.dev },
  };
  app.write(join(CACHE, NAME), pythonJson(entry));
  const seconds = (app.clock.now() - age) / 1000 + 60;
  utimesSync(join(app.home, CACHE, NAME), seconds, seconds);
  app.clock.advance(2 * MINUTE);
};

const servesCli = (app: App) => ({
  exitCode: 0,
  stdout:
    '[dev]\naws_access_key_id = ASIAOFTHEAWSCLI00000\naws_secret_access_key = secret-of-the-cli\n' +
    `aws_session_token = token-of-the-cli\naws_credential_expiration = ${instant(app, HOUR - 2 * MINUTE)}\n`,
  stderr: '',
});

test('a role session is written into the AWS CLI’s cache, in its format', async t => {
  const app = await start(t);
  const until = instant(app, HOUR);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, until));
  assert.deepEqual(app.files(CACHE), [NAME]);
  assert.deepEqual(JSON.parse(app.read(join(CACHE, NAME)) ?? ''), {
    WrittenBy: 'awsrole',
    Credentials: {
      AccessKeyId: '<key 2>',
      SecretAccessKey: '<secret 2>',
      SessionToken: '<token 2>',
      Expiration: until,
    },
    AssumedRoleUser: { Arn: 'arn:aws:sts::222233334444:assumed-role/Developer/alice' },
  });
});

test('a session that the AWS CLI cached for the same step and device is used without a code', async t => {
  const app = await start(t);
  cached(app);
  assert.deepEqual(await app.use('dev'), servesCli(app));
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('with AWSROLE_SHARE_CLI_CACHE=0 awsrole neither reads nor writes the AWS CLI’s cache', async t => {
  const app = await start(t);
  app.env['AWSROLE_SHARE_CLI_CACHE'] = '0';
  cached(app);
  const before = app.read(join(CACHE, NAME));
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, instant(app, HOUR)));
  assert.equal(app.read(join(CACHE, NAME)), before);
  assert.deepEqual(await app.use('dev', '--session-name', 'other'), serves('dev', 3, instant(app, HOUR)));
  assert.deepEqual(app.files(CACHE), [NAME]);
});

test('an entry older than the shared files is ignored, since it may belong to other keys', async t => {
  const app = await start(t);
  cached(app, HOUR);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, instant(app, HOUR)));
});

test('an entry without a serial number in its key is ignored, since it may belong to another user', async t => {
  const app = await start(t);
  app.write('.aws/config', config(app.sandbox.url).replaceAll(`mfa_serial = ${SERIAL}\n`, ''));
  const name = `${awsCliCacheKey({ RoleArn: ROLES.dev })}.json`;
  cached(app);
  app.write(join(CACHE, name), app.read(join(CACHE, NAME)) ?? '');
  const seconds = app.clock.now() / 1000;
  utimesSync(join(app.home, CACHE, name), seconds, seconds);
  const outcome = await app.useWithCode('dev');
  assert.deepEqual(outcome, serves('dev', 2, instant(app, HOUR), outcome.stderr));
  assert.match(
    outcome.stderr,
    /^awsrole: profile 'dev': STS refuses the role without MFA: .*\nawsrole: found MFA device .*\n$/,
  );
});

/** Starts a second sandbox with the same users and roles; its sessions are not those of the first. */
const otherEndpoint = async (t: TestContext, app: App): Promise<string> => {
  const other = await startSandbox({ world: app.world, clock: () => app.clock.now() });
  t.after(() => other.close());
  return other.url;
};

test('with an endpoint in the environment, an entry is ignored, since its key omits the endpoint', async t => {
  const app = await start(t);
  cached(app);
  app.env['AWS_ENDPOINT_URL'] = await otherEndpoint(t, app);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, instant(app, HOUR)));
});

test('a session of an endpoint in the environment is not written into the AWS CLI’s cache', async t => {
  const app = await start(t);
  app.env['AWS_ENDPOINT_URL'] = await otherEndpoint(t, app);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, instant(app, HOUR)));
  assert.deepEqual((await app.use('dev')).exitCode, 0);
  assert.deepEqual(app.files(CACHE), []);
});

test('with an endpoint in another config file, awsrole neither reads nor writes the AWS CLI’s cache', async t => {
  const app = await start(t);
  cached(app);
  const before = app.read(join(CACHE, NAME));
  app.write('project/config', config(await otherEndpoint(t, app)));
  app.env['AWS_CONFIG_FILE'] = join(app.home, 'project/config');
  // otherwise the entry would be ignored because the config file is newer
  app.clock.advance(MINUTE);
  utimesSync(join(app.home, CACHE, NAME), app.clock.now() / 1000, app.clock.now() / 1000);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, instant(app, HOUR)));
  app.clock.advance(2 * MINUTE);
  await app.use('dev', '--refresh');
  assert.equal(app.read(join(CACHE, NAME)), before);
});

test('with another config file without an endpoint, awsrole uses the AWS CLI’s cache', async t => {
  const app = await start(t);
  app.write('project/config', config(app.sandbox.url).replaceAll(/endpoint_url.*\n/g, ''));
  cached(app);
  app.env['AWS_CONFIG_FILE'] = join(app.home, 'project/config');
  assert.deepEqual(await app.use('dev'), servesCli(app));
});

test('an entry that awsrole wrote is ignored once its own cache no longer has the session', async t => {
  const app = await start(t);
  await app.useWithCode('dev');
  const later = app.clock.now() / 1000 + 60;
  utimesSync(join(app.home, CACHE, NAME), later, later);
  rmSync(join(app.home, '.cache'), { recursive: true });
  app.clock.advance(2 * MINUTE);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, instant(app, HOUR)));
});

test('--refresh ignores the AWS CLI’s cache', async t => {
  const app = await start(t);
  cached(app);
  assert.deepEqual(await app.useWithCode('dev', '--refresh'), serves('dev', 2, instant(app, HOUR)));
});

test('a session with --session-name is not written into the AWS CLI’s cache', async t => {
  const app = await start(t);
  assert.deepEqual(
    await app.useWithCode('dev', '--session-name', 'other'),
    serves('dev', 2, instant(app, HOUR)),
  );
  assert.deepEqual(app.files(CACHE), []);
});

test('a missing or corrupt entry is restored by the next use, without a call', async t => {
  const app = await start(t);
  await app.useWithCode('dev');
  const whole = app.read(join(CACHE, NAME));
  for (const spoil of [() => app.write(join(CACHE, NAME), '{'), () => rmSync(join(app.home, CACHE, NAME))]) {
    spoil();
    await app.use('dev');
    assert.deepEqual([app.calls, app.read(join(CACHE, NAME))], [[], whole]);
  }
});

test('an entry that awsrole wrote is removed a day after its expiration; one of the AWS CLI stays', async t => {
  const app = await start(t);
  await app.useWithCode('dev');
  const ofTheCli = `${'0'.repeat(40)}.json`;
  const { WrittenBy: _, ...entry } = JSON.parse(app.read(join(CACHE, NAME)) ?? '');
  app.write(join(CACHE, ofTheCli), pythonJson(entry));
  // with this duration the AWS CLI and awsrole use another entry
  app.write('.aws/config', config(app.sandbox.url, { duration_seconds: 1800 }));
  app.clock.advance(25 * HOUR - MINUTE);
  await app.useWithCode('dev');
  assert.equal(app.files(CACHE).length, 3);
  app.clock.advance(2 * MINUTE);
  await app.use('dev', '--refresh');
  const left = app.files(CACHE);
  assert.deepEqual([left.length, left.includes(NAME), left.includes(ofTheCli)], [2, false, true]);
});
