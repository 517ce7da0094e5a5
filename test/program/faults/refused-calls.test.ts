import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampled } from './fixtures/sampled.ts';
import { prepared, scenes } from './fixtures/scenes.ts';
import { pointsOf, runWithFault } from './fixtures/system-calls.ts';

/** The errors of a full, a broken and a read-only disk. */
const errors = ['ENOSPC', 'EIO', 'EROFS'];

for (const scene of scenes)
  test(`after a failed system call that writes ${scene.what}, awsrole reports it, loses no data, and the next run works [P8]`, async t => {
    const { inside, checks, restore } = await prepared(t, scene);
    const points = await pointsOf(t, inside, scene.words);
    const cases = points.flatMap(point => errors.map(error => ({ point, error })));
    for (const { point, error } of sampled(cases, 3)) {
      const why = `${error} from ${point.name} ${point.nth}`;
      restore();
      const result = await runWithFault(t, inside, scene.words, point, `error=${error}`);
      checks.assertHarmless(result, why);
      checks.assertWhole(why);
      assert.ok(result.exitCode === 0 || result.exitCode === 1, why);
      if (result.exitCode === 1)
        assert.match(result.stderr, /^awsrole: error: cannot .*: .*\nawsrole: hint: .*\n/m, why);
      else if (result.stderr !== '') assert.match(result.stderr, /^awsrole: warning: .*; .*\n$/, why);
      const next = await inside.awsrole(...scene.words);
      assert.deepEqual([next.exitCode, next.stderr], [0, ''], why);
      scene.assertDone(inside, next.stdout);
      checks.assertWhole(`${why}, run again`);
    }
  });
