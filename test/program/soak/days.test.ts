import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type Mock, type TestContext, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type App, HOUR, MINUTE, profile, ROLES, SERIAL, startApp } from '../../support/app.ts';
import { type Cost, expected } from './expected.ts';
import { randomness, sized } from './size.ts';

const NAMES = ['dev', 'uat', 'prod', 'audit', 'deploy'] as const;

/** The endpoint is in the file, as in a sandbox, so that awsrole writes live records and shares the AWS CLI's cache. */
const config = (url: string): string =>
  profile('default', { mfa_serial: SERIAL, endpoint_url: url }) +
  profile('mfa', { endpoint_url: url }) +
  NAMES.map(name =>
    profile(name, {
      role_arn: ROLES[name],
      source_profile: name === 'deploy' ? 'uat' : 'default',
      endpoint_url: url,
      ...(name === 'audit' && { external_id: 'awsrole-demo' }),
    }),
  ).join('');

/** An app whose files have modification times of its clock, and a count of the sessions that STS issues. */
const start = async (t: TestContext) => {
  const begun = Date.now();
  // The clock of the app is far behind: until `pass` sets its time, a new file is in the future.
  const app = await startApp(t, { config, withoutEndpoint: true, at: begun - 9_000 * HOUR });
  const { sessions } = app.world;
  let issued = 0;
  const set = sessions.set.bind(sessions);
  sessions.set = (id, session) => {
    issued++;
    return set(id, session);
  };
  /** Advances the clock, sets the times of new files, and deletes the data that grows in the test itself. */
  const pass = (milliseconds: number): void => {
    const at = app.clock.now() / 1000;
    for (const path of filesIn(app)) if (statSync(path).mtimeMs > begun - HOUR) utimesSync(path, at, at);
    app.clock.advance(milliseconds);
    for (const [id, { expiresAt }] of sessions) if (expiresAt < app.clock.now()) sessions.delete(id);
    app.started.length = 0;
    (Date.now as Mock<() => number>).mock.resetCalls();
  };
  pass(MINUTE);
  return { app, pass, issued: () => issued };
};

const filesIn = ({ home }: App): string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

/** Checks, after a command that obtained a session, that no old file, no lock and no draft remains. */
const checkFolders = (app: App): void => {
  const now = app.clock.now();
  const cache = (name: string): string[] => app.files(join('.cache/awsrole', name));
  for (const name of cache('sessions')) {
    const { session } = JSON.parse(readFileSync(join(app.home, '.cache/awsrole/sessions', name), 'utf8'));
    assert.ok(
      session.expiresAt + 24 * HOUR >= now,
      'a session is kept for a day after its end, and no longer',
    );
  }
  assert.deepEqual(
    cache('live').filter(name => !NAMES.includes(name as (typeof NAMES)[number])),
    [],
  );
  assert.ok(cache('stamps').length <= 64, `${cache('stamps').length} stamps`);
  assert.deepEqual(cache('locks'), []);
  assert.ok(cache('memory').length <= 3, `${cache('memory').length} facts`);
  assert.ok(app.files('.aws/cli/cache').length <= NAMES.length);
  assert.deepEqual(
    filesIn(app).filter(path => path.endsWith('.tmp')),
    [],
  );
};

/** Collects garbage and returns the used heap in bytes. */
const heapAfterGc = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

const SWITCHES = sized(200, 5_000);

test(`${SWITCHES} commands over days make no unnecessary prompt or AWS call, and neither files nor memory grow`, async t => {
  const { seed, next } = randomness();
  const { app, pass, issued } = await start(t);
  const costs = expected(() => app.clock.now());
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const NONE: Cost = { prompts: 0, sessions: 0 };

  /** Returns a random command and a function that computes its cost. */
  const command = (): { words: string[]; cost: () => Cost } => {
    const name = pick(NAMES);
    const kind = next();
    if (kind < 0.7) return { words: ['use', name], cost: () => costs.role(name) };
    if (kind < 0.78) return { words: ['exec', name, '--', 'true'], cost: () => costs.role(name) };
    if (kind < 0.86)
      return {
        words: ['credential-process', name],
        cost: () => costs.role(name, { window: 15.5 * MINUTE }),
      };
    if (kind < 0.9) {
      const session = `s${Math.floor(next() * 1e6)}`;
      const direct = pick(['dev', 'uat', 'prod'] as const);
      return {
        words: ['use', direct, '--session-name', session],
        cost: () => costs.role(direct, { session }),
      };
    }
    if (kind < 0.93)
      return { words: ['use', name, '--refresh'], cost: () => costs.role(name, { refresh: true }) };
    if (kind < 0.96) return { words: ['mfa'], cost: () => costs.mfa() };
    return { words: pick([['list'], ['why', name], ['status'], ['mfa', 'status']]), cost: () => NONE };
  };

  let prompts = 0;
  let recorded = 0;
  let early = 0;
  for (let count = 1; count <= SWITCHES; count++) {
    const { words, cost } = command();
    const known = issued();
    const must = cost();
    app.answers.push(...Array.from({ length: must.prompts }, () => app.code()));
    const { exitCode, stderr } = await app.run(...words);
    const label = `seed ${seed}, command ${count}: ${words.join(' ')}\n${stderr}`;
    assert.equal(exitCode, 0, label);
    assert.deepEqual({ prompts: app.prompts.length, sessions: issued() - known }, must, label);
    prompts += must.prompts;
    recorded = Math.max(recorded, app.files('.cache/awsrole/live').length);
    if (must.sessions > 0) checkFolders(app);
    // mostly minutes, sometimes up to 60 hours
    pass(next() < 0.98 ? next() * 10 * MINUTE : next() * 60 * HOUR);
    if (count === Math.floor(SWITCHES / 2)) early = heapAfterGc();
  }
  const grown = heapAfterGc() - early;
  assert.ok(prompts > 0 && recorded > 1);
  assert.ok(grown < 8_000_000, `seed ${seed}: the second half left ${grown} bytes`);
  t.diagnostic(
    `seed ${seed}: ${prompts} codes, ${issued()} sessions, ${grown} bytes more after the second half`,
  );
});
