import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampled } from './fixtures/sampled.ts';
import { prepared, scenes } from './fixtures/scenes.ts';
import { pointsOf, runWithFault } from './fixtures/system-calls.ts';

/** Each error with its words: what the system says when a disk is full, broken, or not to be written. */
const errors = ['ENOSPC', 'EIO', 'EROFS'];

for (const scene of scenes)
  test(`the system refuses a call that writes ${scene.what}: said once, nothing lost, and the next run works [P8]`, async t => {
    const { inside, kept, restore } = await prepared(t, scene);
    const points = await pointsOf(t, inside, scene.words);
    const cases = points.flatMap(point => errors.map(error => ({ point, error })));
    for (const { point, error } of sampled(cases, 3)) {
      const why = `${error} from ${point.name} ${point.nth}`;
      restore();
      const result = await runWithFault(t, inside, scene.words, point, `error=${error}`);
      kept.assertHarmless(result, why);
      kept.assertWhole(why);
      assert.ok(result.exitCode === 0 || result.exitCode === 1, why);
      if (result.exitCode === 1)
        assert.match(result.stderr, /^awsrole: error: cannot .*: .*\nawsrole: hint: .*\n/m, why);
      else if (result.stderr !== '') assert.match(result.stderr, /^awsrole: warning: .*; .*\n$/, why);
      const next = await inside.awsrole(...scene.words);
      assert.deepEqual([next.exitCode, next.stderr], [0, ''], why);
      scene.assertDone(inside, next.stdout);
      kept.assertWhole(`${why}, run again`);
    }
  });
