import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampled } from './fixtures/sampled.ts';
import { prepared, scenes } from './fixtures/scenes.ts';
import { pointsOf, runWithFault } from './fixtures/system-calls.ts';

for (const scene of scenes)
  test(`after kill -9 at a system call that writes ${scene.what}, no file is lost or incomplete, and the next run works [P6]`, async t => {
    const { inside, checks, restore } = await prepared(t, scene);
    const points = await pointsOf(t, inside, scene.words);
    let killed = 0;
    for (const point of sampled(points, 4)) {
      const why = `killed at ${point.name} ${point.nth}`;
      restore();
      const result = await runWithFault(t, inside, scene.words, point, 'signal=KILL');
      if (result.signal === 'SIGKILL') killed++;
      checks.assertWhole(why);
      checks.letTimePass();
      const next = await inside.awsrole(...scene.words);
      assert.deepEqual([next.exitCode, next.stderr], [0, ''], why);
      scene.assertDone(inside, next.stdout);
      checks.assertWhole(`${why}, run again`);
      checks.assertTidy(`${why}, run again`);
    }
    // the command may have ended before its last points
    assert.ok(points.length === 0 || killed >= 3, `${killed} of ${points.length} were hit`);
  });
