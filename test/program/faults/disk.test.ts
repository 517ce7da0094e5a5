import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';
import { needsShell } from '../../support/shells.ts';
import { temporaryFolder } from '../../support/temp.ts';
import { isRoot } from '../../unit/adapters/fixtures/store-samples.ts';
import { fileChecks } from './fixtures/file-checks.ts';

/** Returns the flags with which `unshare` lets a test mount a disk, or skips the test. */
const mountFlags = async (t: TestContext): Promise<string | undefined> => {
  const flags = isRoot ? '-m' : '-rm';
  const { exitCode } = await run(t, 'unshare', [flags, 'mount', '-t', 'tmpfs', 'tmpfs', temporaryFolder(t)]);
  if (exitCode === 0) return flags;
  t.skip('NO DISK CAN BE MOUNTED here: the test of a full disk did not run');
  return undefined;
};

test('on a full disk, use obtains a session with a cache warning, and mfa fails and leaves the credentials file unchanged [P8]', async t => {
  const flags = await mountFlags(t);
  if (!flags) return;
  const inside = await inSandbox(t);
  await inside.signIn();
  const checks = fileChecks(inside);
  // only this shell sees the disks, and they disappear when it ends
  const script = `
    fill() { head -c 1M /dev/zero >"$1/filling" 2>/dev/null; true; }
    cp -p .aws/* . && mount -t tmpfs -o size=64k,mode=700 tmpfs .aws && cp -p config credentials .aws && rm credentials
    mount -t tmpfs -o size=64k,mode=700 tmpfs .cache && fill .aws && fill .cache
    awsrole dev >dev.out 2>dev.err; echo "dev $?"
    before=$(cksum <.aws/credentials)
    awsrole mfa --refresh --code ${inside.code()} >mfa.out 2>mfa.err; echo "mfa $?"
    [ "$before" = "$(cksum <.aws/credentials)" ] && echo same
    ls -A .aws | grep awsrole
    rm .aws/filling .cache/filling
    awsrole dev >after.out 2>after.err; echo "after $?"`;
  const { stdout } = await run(t, 'unshare', [flags, 'sh', '-c', script], {
    env: inside.env,
    cwd: inside.home,
  });
  assert.equal(stdout, 'dev 0\nmfa 1\nsame\nafter 0\n');
  const read = (name: string): string => readFileSync(join(inside.home, name), 'utf8');
  assert.match(read('dev.out'), /^\{\nunset [\s\S]*\nexport AWSROLE_PROFILE='dev'\n/);
  assert.match(
    read('dev.err'),
    /^awsrole: warning: the cache in \S+ does not work: .*: the disk is full; free space on that disk, or /m,
  );
  assert.match(
    read('mfa.err'),
    /^awsrole: error: cannot write \S+: the disk is full\nawsrole: hint: free space on that disk\n/m,
  );
  assert.equal(read('after.err'), '');
  for (const name of ['dev.err', 'mfa.err']) checks.assertHarmless({ stderr: read(name) }, name);
});

test('under ulimit -f 0, use obtains a session with a cache warning, and logout fails with an error [P8]', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const checks = fileChecks(inside);
  const limited = (words: string) => inside.run('sh', `ulimit -f 0; awsrole ${words}`);
  const dev = await limited('dev');
  assert.equal(dev.exitCode, 0);
  assert.match(dev.stdout, /^\{\nunset [\s\S]*\nexport AWSROLE_PROFILE='dev'\n/);
  assert.match(
    dev.stderr,
    /^awsrole: warning: the cache in \S+ does not work: .*: the file would exceed the file size limit; .*ulimit -f/,
  );
  const logout = await limited('logout');
  assert.equal(logout.exitCode, 1);
  assert.match(
    logout.stderr,
    /awsrole: error: cannot write \S+: the file would exceed the file size limit\nawsrole: hint: .*ulimit -f/,
  );
  for (const result of [dev, logout]) checks.assertHarmless(result, 'no file may grow');
  checks.assertWhole('no file may grow');
  checks.assertTidy('no file may grow');
});

test('a file with secrets has mode 0600 before its first byte, and fsync precedes its rename [P5] [P6]', async t => {
  const strace = needsShell(t, 'strace');
  if (!strace) return;
  const inside = await inSandbox(t);
  const log = join(temporaryFolder(t), 'log');
  await run(
    t,
    strace,
    [
      '-f',
      '-qq',
      '-y',
      '-e',
      'trace=openat,fchmod,write,fsync,rename',
      '-o',
      log,
      LAUNCHER,
      'mfa',
      '--code',
      inside.code(),
    ],
    { env: { ...inside.env, UV_THREADPOOL_SIZE: '1' }, cwd: inside.home },
  );
  const text = readFileSync(log, 'utf8');
  const drafts = [...text.matchAll(/rename\("([^"]*\.tmp)", "([^"]*)"/g)];
  assert.deepEqual(
    drafts
      .map(([, , name = '']) => /credentials|sessions/.exec(name)?.[0])
      .filter(Boolean)
      .sort(),
    ['credentials', 'sessions'],
    'the session, the section',
  );
  for (const [, draft = ''] of drafts) {
    // strace prints an interrupted call on two lines; the second says `resumed`
    const calls = text.split('\n').filter(line => line.includes(draft) && !/^\d+ +<\.\.\. /.test(line));
    const names = calls.map(line => /^\d+ +(\w+)\(/.exec(line)?.[1] ?? '');
    // the draft of a shared file gets its mode from `cp`, which opens it again
    const beforeText = names.slice(0, names.indexOf('write'));
    assert.deepEqual(
      [beforeText[0], beforeText.filter(name => !['openat', 'fchmod'].includes(name))],
      ['openat', []],
      draft,
    );
    assert.deepEqual(names.slice(beforeText.length), ['write', 'fsync', 'rename'], draft);
    assert.match(calls[0] ?? '', /O_CREAT\|O_EXCL\|O_NOFOLLOW.*, 0600[ )]/);
    const after = text.slice(text.indexOf(`rename("${draft}`));
    assert.match(
      after,
      new RegExp(`fsync\\(\\d+<${draft.slice(0, draft.lastIndexOf('/'))}>[ )]`),
      'fsync of the folder',
    );
  }
});
