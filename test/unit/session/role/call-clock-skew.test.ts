import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

for (const [words, ahead] of [
  ['an hour behind', HOUR],
  ['an hour ahead of', -HOUR],
] as const) {
  test(`with a clock ${words} the service, sessions are obtained and used until their end by the service's clock`, async t => {
    const app = await startApp(t, { config: WITH_SERIAL });
    app.serviceAhead = ahead;
    const hour = ahead > 0 ? '11' : '09';
    assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, `${hour}:00:05`));
    app.clock.advance(54 * MINUTE);
    assert.deepEqual(await app.use('dev'), serves('dev', 2, `${hour}:00:05`));
    app.clock.advance(MINUTE);
    assert.deepEqual(await app.use('dev'), serves('dev', 3, `${hour}:55:05`));
    assert.deepEqual(app.prompts, []);
  });
}

test('a cached session is ignored after the clock was set back by an hour [P16]', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(30_000 - HOUR);
  app.serviceAhead = HOUR;
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, '10:00:35'));
});
