import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { createSharedFiles } from '../../../../src/adapters/files/shared-files.ts';
import { createLocks } from '../../../../src/adapters/locks/lock.ts';
import type { SharedFiles } from '../../../../src/ports/files.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const filesIn = (folder: string): SharedFiles =>
  createSharedFiles(
    { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') },
    createLocks(join(folder, 'locks'), systemClock),
  );

test('AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, `~` or relative, set the paths; the default is ~/.aws', () => {
  const none = createLocks('/nowhere', systemClock);
  const home = process.env['HOME'] ?? homedir();
  const named = createSharedFiles({ AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: 'k' }, none);
  assert.deepEqual([named.configPath, named.credentialsPath], [join(home, 'c'), resolve('k')]);
  const plain = createSharedFiles({ AWS_CONFIG_FILE: '' }, none);
  assert.deepEqual(
    [plain.configPath, plain.credentialsPath],
    [join(home, '.aws', 'config'), join(home, '.aws', 'credentials')],
  );
});

test('reading a shared file that is missing, or below a file instead of a folder, gives undefined', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'config'), '\uFEFF[default]\r\n');
  const read = await filesIn(folder).read();
  assert.equal(read.config.text, '\uFEFF[default]\r\n');
  assert.deepEqual(read.credentials, { path: join(folder, 'credentials'), text: undefined });
  assert.equal((await filesIn(join(folder, 'config')).read()).config.text, undefined);
});

test('a shared file that is a folder or is not UTF-8 is an error that names the file', async t => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'credentials'));
  await assert.rejects(filesIn(folder).read(), {
    name: 'AwsroleError',
    message: `cannot read ${join(folder, 'credentials')}: it is a folder`,
    hints: ['set AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE to readable files'],
  });
  rmSync(join(folder, 'credentials'), { recursive: true });
  writeFileSync(join(folder, 'config'), Buffer.from([0xff, 0xfe, 0x5b, 0]));
  await assert.rejects(filesIn(folder).read(), { message: `${join(folder, 'config')} is not UTF-8 text` });
});

test('changedAt is the later change of the two shared files, and moving a file into place is a change', async t => {
  const folder = temporaryFolder(t);
  const files = filesIn(folder);
  assert.equal(await files.changedAt(), 0);
  const future = Math.floor(Date.now() / 1000) + 500;
  writeFileSync(join(folder, 'config'), '');
  utimesSync(join(folder, 'config'), future, future);
  writeFileSync(join(folder, 'credentials'), '');
  assert.equal(await files.changedAt(), future * 1000);
  rmSync(join(folder, 'config'));
  const before = await files.changedAt();
  writeFileSync(join(folder, 'old'), '');
  utimesSync(join(folder, 'old'), 1, 1);
  renameSync(join(folder, 'old'), join(folder, 'credentials'));
  assert.ok((await files.changedAt()) >= before);
});

test('concurrent edits of the credentials file wait for each other, so none is lost', async t => {
  const folder = temporaryFolder(t);
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  await Promise.all(
    numbers.map(number => filesIn(folder).editCredentials(text => ({ text: `${text ?? ''}${number}\n` }))),
  );
  const lines = readFileSync(join(folder, 'credentials'), 'utf8').trim().split('\n');
  assert.deepEqual(lines.map(Number).sort(), numbers);
});

test('concurrent edits of the config file wait for each other, and not for edits of the credentials file', async t => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'config');
  const files = filesIn(folder);
  writeFileSync(path, 'a\n');
  const edits = ['b', 'c'].map(line =>
    files.editConfig(text => ({ text: `${text}${line}\n`, needsBackup: true })),
  );
  const inBetween = files.editCredentials(() => ({ text: 'k\n' }));
  const changes = await Promise.all(edits);
  assert.deepEqual(
    changes.map(({ backup }) => backup).sort(),
    ['-1', '-2'].map(number => `${path}.awsrole-backup${number}`),
  );
  assert.deepEqual(readFileSync(path, 'utf8').trim().split('\n').sort(), ['a', 'b', 'c']);
  await inBetween;
  assert.equal(readFileSync(join(folder, 'credentials'), 'utf8'), 'k\n');
});

test('checkCredentials refuses a credentials file that is a device', async () => {
  const device = createSharedFiles(
    { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    createLocks('/nowhere', systemClock),
  );
  await assert.rejects(device.checkCredentials(), { message: '/dev/null is a device, not a file' });
});

test('reading or editing a shared file that is a pipe is an error at once, without waiting for a writer', {
  timeout: 60_000,
}, async t => {
  const folder = temporaryFolder(t);
  execFileSync('mkfifo', [join(folder, 'config')]);
  const refused = {
    message: `cannot read ${join(folder, 'config')}: it is a pipe, a socket or a device, not a file`,
  };
  await assert.rejects(filesIn(folder).read(), refused);
  const other = temporaryFolder(t);
  execFileSync('mkfifo', [join(other, 'credentials')]);
  let hasEdited = false;
  const edit = (): { text: string } => {
    hasEdited = true;
    return { text: '' };
  };
  await assert.rejects(
    filesIn(other).editCredentials(edit),
    /: it is a pipe, a socket or a device, not a file/,
  );
  assert.equal(hasEdited, false);
});

test('reading a shared file that is a device is an error, but /dev/null is an empty file', {
  timeout: 60_000,
}, async () => {
  const none = createLocks('/nowhere', systemClock);
  const both = (path: string): SharedFiles =>
    createSharedFiles({ AWS_CONFIG_FILE: path, AWS_SHARED_CREDENTIALS_FILE: path }, none);
  await assert.rejects(both('/dev/zero').read(), /: it is a pipe, a socket or a device, not a file/);
  assert.equal((await both('/dev/null').read()).config.text, '');
});
