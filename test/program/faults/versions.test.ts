import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { settle } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { fileChecks } from './fixtures/file-checks.ts';
import { newerProgram } from './fixtures/newer-program.ts';

test('two versions of awsrole that share a cache each keep their own session and print no warning [P12]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const checks = fileChecks(inside);
  settle(inside);
  const newer = await newerProgram(t);
  const keyFrom = async (launcher: string): Promise<string | undefined> => {
    // the cache of the AWS CLI must not serve both versions
    rmSync(join(inside.home, '.aws', 'cli'), { recursive: true, force: true });
    const { exitCode, stdout, stderr } = await run(t, launcher, ['dev'], {
      env: inside.env,
      cwd: inside.home,
    });
    assert.deepEqual([exitCode, stderr], [0, '']);
    return /AWS_ACCESS_KEY_ID='(.*)'/.exec(stdout)?.[1];
  };
  const keys = [await keyFrom(LAUNCHER), await keyFrom(newer)];
  const calls = inside.calls();
  for (const round of [1, 2]) {
    assert.deepEqual([await keyFrom(LAUNCHER), await keyFrom(newer)], keys, `round ${round}`);
  }
  assert.deepEqual(inside.calls(), calls, 'each has its own session, once');
  assert.ok(keys[0] && keys[1] && keys[0] !== keys[1]);
  assert.equal(calls['GetSessionToken'], 1);
  checks.assertTidy('two versions');
});

test('awsrole ignores the cached session of a later version without a warning, and only logout deletes it [P12]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const folder = join(inside.home, '.cache', 'awsrole', 'sessions');
  const later = join(folder, `${'0'.repeat(40)}.json`);
  const [name = ''] = readdirSync(folder);
  writeFileSync(later, readFileSync(join(folder, name), 'utf8').replace('"version":1', '"version":2'), {
    mode: 0o600,
  });
  const before = readFileSync(later, 'utf8');
  const { exitCode, stderr } = await inside.awsrole('dev');
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.equal(readFileSync(later, 'utf8'), before);
  assert.equal((await inside.awsrole('logout')).exitCode, 0);
  assert.ok(
    !readdirSync(folder).includes(`${'0'.repeat(40)}.json`),
    'logout deletes sessions of every version',
  );
});
