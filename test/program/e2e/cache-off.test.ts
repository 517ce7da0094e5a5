import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';
import { recordedSandbox, recordPath } from '../../support/recorded.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** Lists every file and folder below `folder` with its content and modification time. */
const snapshot = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${statSync(path).mtimeMs} ${entry.isFile() ? readFileSync(path, 'utf8') : ''}`;
    })
    .sort();

test('with AWSROLE_CACHE=off no command uses a live record, each one obtains its own session, and no file changes [P13]', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const [, recorded] =
    /^AWS_ACCESS_KEY_ID=(.*)$/m.exec(readFileSync(recordPath(inside, 'dev'), 'utf8')) ?? [];
  const runtime = temporaryFolder(t);
  const env = { AWSROLE_CACHE: 'off', XDG_RUNTIME_DIR: runtime };
  const before = snapshot(inside.home);
  const { stdout, stderr } = await inside.run(
    'sh',
    `awsrole exec dev -- sh -c 'echo $AWS_ACCESS_KEY_ID'
    for words in dev 'use dev' 'use dev --shell zsh'; do (eval "$(awsrole $words)"; echo "$AWS_ACCESS_KEY_ID"); done
    awsrole credential-process dev | sed -n 's/.*"AccessKeyId": "\\(.*\\)".*/\\1/p'
    awsrole __names >/dev/null; awsrole list >/dev/null 2>&1; awsrole why dev >/dev/null`,
    { env },
  );
  const keys = stdout.trimEnd().split('\n');
  assert.deepEqual([stderr, keys.length, new Set([...keys, recorded]).size], ['', 5, 6]);
  assert.ok(keys.every(key => inside.sandbox.world.sessions.has(key)));
  assert.deepEqual(snapshot(inside.home), before);
  assert.deepEqual(readdirSync(runtime, { recursive: true }), []);
});

test('with AWSROLE_CACHE=off two commands on one terminal prompt one after the other, each for its own code', async t => {
  const inside = await inSandbox(t);
  const runtime = temporaryFolder(t);
  const env = { ...inside.env, AWSROLE_CACHE: 'off', XDG_RUNTIME_DIR: runtime };
  const inBackground = (name: string): string => `awsrole credential-process dev >${name} 2>/dev/null &`;
  const pty = openPty(
    t,
    'sh',
    ['-c', `${inBackground('a')} ${inBackground('b')} wait; cat a b | grep -c AccessKeyId`],
    {
      env,
      cwd: inside.home,
    },
  );
  for (let prompts = 1; prompts <= 2; prompts++) {
    await pty.waitFor(/MFA code: $/);
    assert.equal(pty.screen().match(/MFA code: /g)?.length, prompts);
    pty.type(`${inside.code()}\r`);
  }
  await pty.waitFor(/\n2\n/);
  const { GetSessionToken, AssumeRole } = inside.calls();
  assert.deepEqual({ GetSessionToken, AssumeRole }, { GetSessionToken: 2, AssumeRole: 2 });
  assert.deepEqual(readdirSync(runtime, { recursive: true }), ['awsrole-locks']);
});
