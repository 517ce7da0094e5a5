import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { MAIN } from '../../support/program.ts';
import { settle } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** Modules of Node that take milliseconds to load. */
const SLOW = ['child_process', 'crypto', 'fs/promises', 'http', 'http2', 'https', 'net', 'tls', 'zlib'];

test('a command loads only the modules of Node that it uses', async t => {
  const inside = await inSandbox(t);
  const { env } = inside;
  await inside.signIn();
  settle(inside);
  const folder = temporaryFolder(t);
  const list = join(folder, 'modules');
  const preload = join(folder, 'preload.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n')));`,
  );
  const slowModulesOf = async (...words: string[]): Promise<string[]> => {
    const { exitCode, stderr } = await run(t, process.execPath, ['--require', preload, MAIN, ...words], {
      env,
    });
    assert.equal(exitCode, 0, stderr);
    const loaded = readFileSync(list, 'utf8').split('\n');
    return SLOW.filter(name => loaded.includes(`NativeModule ${name}`));
  };
  for (const words of [['--version'], ['status'], ['list'], ['why', 'dev'], ['init', 'bash']])
    assert.deepEqual(await slowModulesOf(...words), [], words.join(' '));
  // the first record after a change of a shared file starts `touch`
  await slowModulesOf('credential-process', 'uat');
  // the endpoint of the sandbox is http
  assert.deepEqual(await slowModulesOf('credential-process', 'dev'), ['http', 'net']);
  assert.deepEqual(await slowModulesOf('credential-process', 'dev'), []);
});
