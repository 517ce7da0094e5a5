import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeAtomically } from '../../../../src/adapters/files/atomic-file.ts';
import { linkTarget } from '../../../../src/adapters/files/link-target.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { ROOT_ONLY } from '../fixtures/store-samples.ts';

test('writing through several links keeps the links and writes the file at their end [P7]', async t => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'file'), 'old');
  symlinkSync('real/file', join(folder, 'second'));
  symlinkSync(join(folder, 'second'), join(folder, 'first'));
  await writeAtomically(join(folder, 'first'), 'new');
  assert.equal(readlinkSync(join(folder, 'first')), join(folder, 'second'));
  assert.equal(readlinkSync(join(folder, 'second')), 'real/file');
  assert.equal(readFileSync(join(folder, 'real', 'file'), 'utf8'), 'new');
});

test('writing through a dangling link keeps the link and creates its target', async t => {
  const folder = temporaryFolder(t);
  symlinkSync('later', join(folder, 'link'));
  await writeAtomically(join(folder, 'link'), 'new');
  assert.equal(readlinkSync(join(folder, 'link')), 'later');
  assert.equal(readFileSync(join(folder, 'later'), 'utf8'), 'new');
});

test('`..` in a link below a linked folder is the parent of the real folder, as for the kernel', async t => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'disk', 'aws'), { recursive: true });
  symlinkSync('disk/aws', join(folder, '.aws'));
  symlinkSync('../secret', join(folder, '.aws', 'credentials'));
  assert.equal(await linkTarget(join(folder, '.aws', 'credentials')), join(folder, 'disk', 'secret'));
  await writeAtomically(join(folder, '.aws', 'credentials'), 'new');
  assert.equal(readFileSync(join(folder, '.aws', 'credentials'), 'utf8'), 'new');
});

test('links that form a loop are an error that names the path', async t => {
  const folder = temporaryFolder(t);
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  await assert.rejects(writeAtomically(join(folder, 'a'), 'new'), {
    name: 'AwsroleError',
    message: `the symbolic links of ${join(folder, 'a')} form a loop`,
    hints: ['point the link to a file'],
  });
});

test('writing a path that is a folder, or a link to one, also with `/.` at its end, is an error', async t => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'there'));
  for (const text of ['there', 'there/.']) {
    const link = join(folder, text.replaceAll('/', '-'));
    symlinkSync(text, link === join(folder, 'there') ? join(folder, 'plain') : link);
  }
  for (const name of ['there', 'plain', 'there-.']) {
    await assert.rejects(writeAtomically(join(folder, name), 'new'), {
      message: `${join(folder, 'there')} is a folder, not a file`,
      hints: ['move the folder away'],
    });
  }
});

test('a device, a pipe or a socket, also behind a link, is an error and is not replaced', async t => {
  const folder = temporaryFolder(t);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const socket = createServer().listen(join(folder, 'socket'));
  t.after(() => socket.close());
  await once(socket, 'listening');
  symlinkSync('/dev/null', join(folder, 'null'));
  for (const [path, kind] of [
    ['/dev/null', 'device'],
    [join(folder, 'null'), 'device'],
    [pipe, 'pipe'],
    [join(folder, 'socket'), 'socket'],
  ] as const) {
    await assert.rejects(linkTarget(path), {
      name: 'AwsroleError',
      message: new RegExp(`is a ${kind}, not a file$`),
      hints: ['use a regular file (AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name the shared files)'],
    });
  }
  await assert.rejects(writeAtomically(pipe, 'new'), /is a pipe, not a file/);
});

test('writing through a link into a missing folder is an error that names the folder', async t => {
  const folder = temporaryFolder(t);
  symlinkSync('nowhere/file', join(folder, 'link'));
  await assert.rejects(writeAtomically(join(folder, 'link'), 'new'), {
    name: 'AwsroleError',
    message: `cannot write ${join(folder, 'link')}: its folder does not exist: ${join(folder, 'nowhere')}`,
    hints: [`create the folder: ${join(folder, 'nowhere')}`],
  });
});

test('in a world-writable sticky folder, awsrole follows links of this user and refuses those of other users', {
  skip: ROOT_ONLY,
}, async t => {
  const folder = join(temporaryFolder(t), 'shared');
  mkdirSync(folder);
  chmodSync(folder, 0o1777);
  const target = join(folder, '..', 'victim');
  writeFileSync(target, 'precious');
  for (const name of ['planted', 'own']) symlinkSync(target, join(folder, name));
  lchownSync(join(folder, 'planted'), 65534, 65534);
  await assert.rejects(writeAtomically(join(folder, 'planted'), 'new'), {
    message: `${join(folder, 'planted')} is another user's link in a world-writable folder`,
  });
  assert.equal(readFileSync(target, 'utf8'), 'precious');
  await writeAtomically(join(folder, 'own'), 'new');
  assert.equal(readFileSync(target, 'utf8'), 'new');
});
