import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type App,
  HOUR,
  MINUTE,
  profile,
  role,
  SERIAL,
  serves,
  startApp,
  WITH_SERIAL,
} from '../../../support/app.ts';
import { age } from '../../../support/app-fixtures.ts';

const warning = (offset: string): string =>
  `awsrole: warning: this machine's clock is ${offset} AWS, which may refuse other tools; turn on time synchronisation (in WSL: sudo hwclock -s)\n`;

/** What `use` answers under a wrong clock. */
const warns = (offset: string, ...expected: Parameters<typeof serves>): ReturnType<typeof serves> => ({
  ...serves(...expected),
  stderr: warning(offset),
});

/** Makes `dev` the active profile of the next runs. */
const activate = async (app: App): Promise<void> => {
  const { stdout } = await app.run('use', 'dev', '--json');
  Object.assign(app.env, { AWSROLE_CLOCK: undefined }, JSON.parse(stdout));
};

/** The time left of the active profile in `status` and `list`, and of the section in `mfa status`. */
const timesLeft = async (app: App): Promise<(string | undefined)[]> => {
  const status = await app.run('status');
  const list = await app.run('list');
  const mfa = await app.run('mfa', 'status');
  return [
    /\((.*)\)/.exec(status.stdout)?.[1],
    /^\* .* (\w+)$/m.exec(list.stdout)?.[1],
    /valid .*\((.*)\)/.exec(mfa.stdout)?.[1],
  ];
};

/** An app with the section `[mfa]` and the active profile `dev`, on a machine whose clock is wrong from then on. */
const startWrong = async (t: TestContext, ahead: number): Promise<App> => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.code());
  assert.equal((await app.run('mfa')).exitCode, 0);
  app.clock.set(-ahead);
  app.serviceAhead = ahead;
  await activate(app);
  return app;
};

for (const [words, ahead] of [
  ['1h behind', HOUR],
  ['1h ahead of', -HOUR],
] as const) {
  test(`with a clock ${words} the service, sessions are obtained and used until their end by the service's clock, and each command says so once [P17]`, async t => {
    const app = await startApp(t, { config: WITH_SERIAL });
    app.serviceAhead = ahead;
    const hour = ahead > 0 ? '11' : '09';
    assert.deepEqual(await app.useWithCode('dev'), warns(words, 'dev', 2, `${hour}:00:05`));
    app.clock.advance(54 * MINUTE);
    assert.deepEqual(await app.use('dev'), warns(words, 'dev', 2, `${hour}:00:05`));
    app.clock.advance(MINUTE);
    assert.deepEqual(await app.use('dev'), warns(words, 'dev', 3, `${hour}:55:05`));
    assert.deepEqual(app.prompts, []);
  });

  test(`with a clock ${words} the service, no record is written and the earlier ones are removed [P16]`, async t => {
    // a variable for the endpoint would prevent records
    const config = (url: string): string =>
      profile('default', { mfa_serial: SERIAL }) + role('dev', { endpoint_url: url, region: 'eu-west-1' });
    const app = await startApp(t, { config, withoutEndpoint: true });
    age(app);
    await app.useWithCode('dev');
    assert.deepEqual(app.files('.cache/awsrole/live'), ['dev']);
    app.serviceAhead = ahead;
    app.clock.advance(MINUTE);
    await app.use('dev', '--refresh');
    assert.deepEqual(app.files('.cache/awsrole/live'), []);
    await app.use('dev');
    assert.deepEqual(app.files('.cache/awsrole/live'), []);
  });
}

for (const [words, ahead] of [
  ['15h behind', 15 * HOUR],
  ['2h ahead of', -2 * HOUR],
] as const) {
  test(`with a clock ${words} the service, status, list and mfa status tell the true time left, also after the clock was set right [P17]`, async t => {
    const app = await startWrong(t, ahead);
    app.clock.advance(10 * MINUTE);
    assert.deepEqual(await timesLeft(app), ['50m left', '50m', '11h 50m left']);
    assert.equal((await app.run('status')).stderr, warning(words));
    app.clock.set(ahead);
    app.serviceAhead = 0;
    assert.deepEqual(await timesLeft(app), ['50m left', '50m', '11h 50m left']);
    assert.equal((await app.run('status')).stderr, '');
  });

  test(`with a clock ${words} the service and AWSROLE_CACHE=off, the shell's own measurement counts [P17]`, async t => {
    const app = await startApp(t, { config: WITH_SERIAL });
    app.env['AWSROLE_CACHE'] = 'off';
    app.serviceAhead = ahead;
    app.answers.push(app.code());
    await activate(app);
    app.clock.advance(10 * MINUTE);
    assert.match((await app.run('status')).stdout, /\(50m left\)/);
    app.clock.set(ahead);
    assert.match((await app.run('status')).stdout, /\(50m left\)/);
    assert.deepEqual(app.files('.cache'), []);
  });

  test(`a session that was obtained with a clock ${words} the service is not used after its end when the clock was set right [P16]`, async t => {
    const app = await startWrong(t, ahead);
    app.clock.set(ahead);
    app.serviceAhead = 0;
    app.clock.advance(54 * MINUTE);
    assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
    app.clock.advance(MINUTE);
    assert.deepEqual(await app.use('dev'), serves('dev', 3, '10:55:05'));
  });
}

test('a later call that finds the clock right ends the warning and deletes the measurement', async t => {
  const app = await startWrong(t, HOUR);
  assert.ok(app.files('.cache/awsrole').includes('clock'));
  app.serviceAhead = 0;
  app.clock.advance(MINUTE);
  assert.deepEqual(await app.use('dev', '--refresh'), warns('1h behind', 'dev', 3, '09:01:05'));
  assert.ok(!app.files('.cache/awsrole').includes('clock'));
  // a new shell
  app.env['AWSROLE_CLOCK'] = undefined;
  assert.equal((await app.use('dev')).stderr, '');
});

test('a clock that was set to another wrong time is still known, with its present offset', async t => {
  const app = await startWrong(t, 15 * HOUR);
  app.clock.set(5 * HOUR);
  app.serviceAhead = 10 * HOUR;
  await activate(app);
  assert.match(app.env['AWSROLE_CLOCK'] ?? '', /^36000 /);
  assert.equal((await app.run('status')).stderr, warning('10h behind'));
});

test('a measurement counts for twelve hours', async t => {
  const app = await startWrong(t, HOUR);
  app.env['AWSROLE_CLOCK'] = undefined;
  app.clock.advance(12 * HOUR - MINUTE);
  assert.equal((await app.run('status')).stderr, warning('1h behind'));
  app.clock.advance(2 * MINUTE);
  assert.equal((await app.run('status')).stderr, '');
});

for (const text of ['', 'awsrole-clock 1\n', 'awsrole-clock 2\n3600 1\n1\n\n', '\0'.repeat(100)])
  test(`a damaged measurement ${JSON.stringify(text.slice(0, 20))} is ignored [P10]`, async t => {
    const app = await startWrong(t, HOUR);
    app.env['AWSROLE_CLOCK'] = undefined;
    app.write('.cache/awsrole/clock', text);
    assert.deepEqual(await app.run('status').then(({ exitCode, stderr }) => [exitCode, stderr]), [0, '']);
  });

test('a cached session is ignored after the clock was set back by an hour [P16]', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(30_000);
  app.clock.set(-HOUR);
  app.serviceAhead = HOUR;
  assert.deepEqual(await app.useWithCode('dev'), warns('1h behind', 'dev', 4, '10:00:35'));
});
