import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampled } from './fixtures/sampled.ts';
import { prepared, scenes } from './fixtures/scenes.ts';
import { pointsOf, runWithFault } from './fixtures/system-calls.ts';

for (const scene of scenes)
  test(`kill -9 at a call that writes ${scene.what}: nothing lost, nothing torn, and the next run works [P6]`, async t => {
    const { inside, kept, restore } = await prepared(t, scene);
    const points = await pointsOf(t, inside, scene.words);
    let killed = 0;
    for (const point of sampled(points, 4)) {
      const why = `killed at ${point.name} ${point.nth}`;
      restore();
      const result = await runWithFault(t, inside, scene.words, point, 'signal=KILL');
      if (result.signal === 'SIGKILL') killed++;
      kept.assertWhole(why);
      kept.letTimePass();
      const next = await inside.awsrole(...scene.words);
      assert.deepEqual([next.exitCode, next.stderr], [0, ''], why);
      scene.assertDone(inside, next.stdout);
      kept.assertWhole(`${why}, run again`);
      kept.assertTidy(`${why}, run again`);
    }
    // at the last points it may have been done before
    assert.ok(points.length === 0 || killed >= 3, `${killed} of ${points.length} were hit`);
  });
