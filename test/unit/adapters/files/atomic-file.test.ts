import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  ChangedMeanwhile,
  stampOf,
  temporaryFor,
  writeAtomically,
} from '../../../../src/adapters/files/atomic-file.ts';
import { fixture } from '../../../support/fixture.ts';
import { run } from '../../../support/run.ts';
import { needsShell } from '../../../support/shells.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { isRoot, ROOT_ONLY } from '../fixtures/store-samples.ts';

const writeOne = fixture(import.meta.url, '../fixtures/write-one');
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a write with keepMode keeps the mode of an existing file; one without sets 0600 [P7]', async t => {
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  await writeAtomically(path, 'new', { keepMode: true });
  assert.equal(modeOf(path), 0o640);
  await writeAtomically(path, 'newer');
  assert.equal(modeOf(path), 0o600);
  assert.equal(readFileSync(path, 'utf8'), 'newer');
});

test('a write with `expect` rejects and writes nothing when the file is in another state', async t => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'file');
  await writeAtomically(path, 'mine', { expect: null });
  await assert.rejects(writeAtomically(path, 'again', { expect: null }), ChangedMeanwhile);
  const expect = await stampOf(path);
  writeFileSync(path, 'theirs');
  await assert.rejects(writeAtomically(path, 'again', { expect }), ChangedMeanwhile);
  assert.equal(readFileSync(path, 'utf8'), 'theirs');
  assert.deepEqual(readdirSync(folder), ['file'], 'no temporary file remains');
});

test('a write removes temporary files of ended processes, and of other machines after an hour, and keeps all others', async t => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'file');
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const ofRunning = temporaryFor(path);
  const ofOtherMachine = ofRunning.replace(/awsrole-[0-9a-f]{8}/, 'awsrole-00000000');
  const oldOfOtherMachine = ofOtherMachine.replace(/[0-9a-f]{12}\.tmp$/, '000000000000.tmp');
  const ofEnded = ofRunning.replace(`-${process.pid}-`, `-${dead}-`);
  const unrelated = [join(folder, '.file.awsrole-notes'), join(folder, '.other.awsrole-1')];
  for (const name of [ofRunning, ofOtherMachine, oldOfOtherMachine, ofEnded, ...unrelated])
    writeFileSync(name, '');
  utimesSync(oldOfOtherMachine, Date.now() / 1000 - 3_700, Date.now() / 1000 - 3_700);
  // a folder with such a name must not stop the sweep
  mkdirSync(ofEnded.replace(/[0-9a-f]{12}\.tmp$/, '000000000000.tmp'));
  await writeAtomically(path, 'new');
  const kept = [path, ofRunning, ofOtherMachine, ...unrelated].sort();
  const files = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile());
  assert.deepEqual(files.map(entry => join(folder, entry.name)).sort(), kept);
});

test('writing below a file instead of a folder is an error with a remedy', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'aws'), '');
  await assert.rejects(writeAtomically(join(folder, 'aws', 'credentials'), 'new'), {
    name: 'AwsroleError',
    message: `cannot write ${join(folder, 'aws', 'credentials')}: part of the path is not a folder: ${join(folder, 'aws')}`,
    hints: ['move that file away'],
    code: 'ENOTDIR',
  });
});

test('writing in a read-only folder is an error with a remedy, and the file stays unchanged', async t => {
  const folder = join(temporaryFolder(t), 'aws');
  mkdirSync(folder);
  const path = join(folder, 'credentials');
  writeFileSync(path, 'old');
  chmodSync(path, 0o644);
  if (isRoot) chmodSync(join(folder, '..'), 0o755);
  chmodSync(folder, 0o555);
  const { stdout, stderr } = await run(t, process.execPath, [writeOne, path, 'new'], {
    env: isRoot ? { AS: '65534' } : {},
    cwd: '/',
  });
  chmodSync(folder, 0o755);
  assert.equal(stderr, '');
  assert.equal(
    stdout,
    `cannot write ${path}: permission denied in ${folder}${isRoot ? ', which belongs to root' : ''}\n` +
      `give yourself write permission for ${folder}\n`,
  );
  assert.equal(readFileSync(path, 'utf8'), 'old');
});

test('a write by root with keepMode keeps the owner and the group of a user’s file [P7]', {
  skip: ROOT_ONLY,
}, async t => {
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, 'old');
  chownSync(path, 65534, 65533);
  await writeAtomically(path, 'new', { keepMode: true });
  const { uid, gid } = statSync(path);
  assert.deepEqual([uid, gid], [65534, 65533]);
});

const ACL = 'user::rw-\nuser:65534:r--\ngroup::---\nmask::r--\nother::---\n';
const aclOf = (path: string): string =>
  execFileSync('getfacl', ['--omit-header', '--numeric', '--absolute-names', path], {
    encoding: 'utf8',
  }).trimEnd();

test('a write with keepMode keeps the ACL and the extended attributes of a file [P7]', async t => {
  if (!needsShell(t, 'setfacl') || !needsShell(t, 'setfattr')) return;
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, 'a longer old text', { mode: 0o600 });
  execFileSync('setfacl', ['--set-file=-', path], { input: ACL });
  execFileSync('setfattr', ['-n', 'user.note', '-v', 'mine', path]);
  await writeAtomically(path, 'new', { keepMode: true });
  assert.equal(readFileSync(path, 'utf8'), 'new');
  assert.equal(aclOf(path), ACL.trimEnd());
  const note = execFileSync('getfattr', ['--only-values', '-n', 'user.note', '--absolute-names', path]);
  assert.equal(String(note), 'mine');
});

test('a write with keepMode does not take over the ACL that its folder gives to new files [P7]', async t => {
  if (!needsShell(t, 'setfacl')) return;
  const folder = temporaryFolder(t);
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  execFileSync('setfacl', ['-d', '-m', 'u:65534:rw', folder]);
  await writeAtomically(path, 'new', { keepMode: true });
  assert.equal(aclOf(path), 'user::rw-\ngroup::r--\nother::---');
});

for (const [what, cp] of [
  ['is missing', undefined],
  ['does not know the options', '#!/bin/sh\nexit 1\n'],
] as const)
  test(`when the program that copies ACLs ${what}, the group gets no rights [P7]`, async t => {
    const folder = temporaryFolder(t);
    const bin = temporaryFolder(t);
    if (cp !== undefined) writeFileSync(join(bin, 'cp'), cp, { mode: 0o755 });
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    chmodSync(path, 0o664);
    const { stdout } = await run(t, process.execPath, [writeOne, path, 'new', '{"keepMode":true}'], {
      env: { PATH: bin },
    });
    assert.equal(stdout, 'written\n');
    assert.deepEqual([readFileSync(path, 'utf8'), modeOf(path)], ['new', 0o604]);
    if (!needsShell(t, 'setfacl')) return;
    execFileSync('setfacl', ['--set-file=-', path], { input: ACL });
    await run(t, process.execPath, [writeOne, path, 'newer', '{"keepMode":true}'], { env: { PATH: bin } });
    assert.equal(aclOf(path), 'user::rw-\ngroup::---\nother::---');
  });

for (const [mode, expected, why] of [
  [0o664, 0o604, 'the new group gets no rights'],
  [0o604, 0o600, 'others get no more rights than the old group had'],
] as const) {
  test(`when a write cannot keep the group of a file with mode ${mode.toString(8)}, ${why}`, {
    skip: ROOT_ONLY,
  }, async t => {
    const folder = join(temporaryFolder(t), 'open');
    mkdirSync(folder);
    chmodSync(join(folder, '..'), 0o755);
    chownSync(folder, 65534, 65534);
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    chmodSync(path, mode);
    chownSync(path, 65534, 4242);
    const { stdout } = await run(t, process.execPath, [writeOne, path, 'new', '{"keepMode":true}'], {
      env: { AS: '65534' },
      cwd: '/',
    });
    assert.equal(stdout, 'written\n');
    assert.equal(statSync(path).gid, 65534);
    assert.equal(modeOf(path), expected);
  });
}
