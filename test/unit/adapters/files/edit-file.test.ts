import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stampOf } from '../../../../src/adapters/files/atomic-file.ts';
import { editFile, removeBackups } from '../../../../src/adapters/files/edit-file.ts';
import type { FileEdit } from '../../../../src/ports/files.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { credentialsFile, movingClock, NOW } from '../fixtures/store-samples.ts';

const clock = movingClock(NOW);
const OWN = '[default]\naws_access_key_id = AKIAEXAMPLE000000001\n';
const addMfa = (text: string | undefined): { text: string } => ({ text: `${text ?? ''}[mfa]\n` });
const addWithBackup: FileEdit = text => ({ ...addMfa(text), needsBackup: true });

for (const [name, text] of [
  ['CRLF line ends', '[a]\r\nk = v\r\n'],
  ['a byte order mark', '\uFEFF[a]\nk = v\n'],
  ['no final newline', '[a]\nk = v'],
  ['characters beyond ASCII', '[本番]\n# ü\u2028\n'],
] as const) {
  test(`an edit of a file with ${name} keeps all other bytes [P7]`, async t => {
    const { path } = credentialsFile(t, text);
    await editFile(path, before => ({ text: `${before}\n# added\n` }), clock);
    assert.deepEqual(readFileSync(path), Buffer.from(`${text}\n# added\n`));
  });
}

test('a file that is not UTF-8 is refused and stays unchanged', async t => {
  const bytes = Buffer.from('[caf\xe9]\n', 'latin1');
  const { folder, path } = credentialsFile(t, bytes);
  await assert.rejects(editFile(path, addMfa, clock), {
    name: 'AwsroleError',
    message: `${path} is not UTF-8 text`,
  });
  assert.deepEqual(readFileSync(path), bytes);
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('an edit that needs no backup writes none', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  assert.deepEqual(await editFile(path, addMfa, clock), { changed: true });
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('each backup has the next number, the old text and mode 0600, and replaces no earlier backup', async t => {
  const { path } = credentialsFile(t, OWN);
  const [first, second] = [`${path}.awsrole-backup-1`, `${path}.awsrole-backup-2`];
  writeFileSync(`${path}.awsrole-backup`, 'of an earlier version', { mode: 0o644 });
  chmodSync(path, 0o640);
  assert.deepEqual(await editFile(path, addWithBackup, clock), { changed: true, backup: first });
  assert.deepEqual(await editFile(path, addWithBackup, clock), { changed: true, backup: second });
  assert.deepEqual(
    ['', '-1', '-2'].map(end => readFileSync(`${path}.awsrole-backup${end}`, 'utf8')),
    ['of an earlier version', OWN, `${OWN}[mfa]\n`],
  );
  assert.deepEqual([statSync(first).mode & 0o777, statSync(second).mode & 0o777], [0o600, 0o600]);
  assert.equal(statSync(path).mode & 0o777, 0o640, 'the file keeps its mode');
});

test('an edit without a change writes neither the file nor a backup', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const before = await stampOf(path);
  assert.deepEqual(await editFile(path, () => ({ text: OWN, needsBackup: true }), clock), { changed: false });
  assert.deepEqual(await stampOf(path), before);
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('when the edit throws, editFile rejects with that error and writes nothing', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const refusal = new Error('not mine');
  await assert.rejects(
    editFile(
      path,
      () => {
        throw refusal;
      },
      clock,
    ),
    refusal,
  );
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('removeBackups removes every backup of the file, and no other file', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const others = [
    'credentials',
    'credentials.awsrole-backup-x',
    'credentials.awsrole-backups',
    'x.awsrole-backup',
  ];
  for (const name of [...others, 'credentials.awsrole-backup', 'credentials.awsrole-backup-12'])
    writeFileSync(join(folder, name), '');
  assert.equal(await removeBackups(path), 2);
  assert.deepEqual(readdirSync(folder).sort(), others);
  assert.equal(await removeBackups(join(folder, 'none', 'credentials')), 0);
});

test('editing a missing file creates the file and its folder (0700) and no backup', async t => {
  const folder = join(temporaryFolder(t), 'home', '.aws');
  const path = join(folder, 'credentials');
  assert.deepEqual(await editFile(path, addWithBackup, clock), { changed: true });
  assert.equal(readFileSync(path, 'utf8'), '[mfa]\n');
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('editing through a link changes the target, keeps the link and writes the backup beside the link', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const link = join(temporaryFolder(t), 'credentials');
  symlinkSync(path, link);
  await editFile(link, addWithBackup, clock);
  assert.equal(readlinkSync(link), path);
  assert.equal(readFileSync(path, 'utf8'), `${OWN}[mfa]\n`);
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(readFileSync(`${link}.awsrole-backup-1`, 'utf8'), OWN);
});

test('when another tool writes the file during the edit, the edit is repeated and no text is lost [P7]', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  let edits = 0;
  await editFile(
    path,
    text => {
      if (++edits < 4) appendFileSync(path, `# theirs ${edits}\n`);
      return addWithBackup(text);
    },
    clock,
  );
  assert.equal(readFileSync(path, 'utf8'), `${OWN}# theirs 1\n# theirs 2\n# theirs 3\n[mfa]\n`);
  assert.deepEqual(readdirSync(folder).sort(), ['credentials', 'credentials.awsrole-backup-1']);
  assert.equal(
    readFileSync(`${path}.awsrole-backup-1`, 'utf8'),
    `${OWN}# theirs 1\n# theirs 2\n# theirs 3\n`,
  );
});

test('when another tool creates the file during the edit, the edit is repeated and no text is lost', async t => {
  const path = join(temporaryFolder(t), 'credentials');
  let edits = 0;
  await editFile(
    path,
    text => {
      if (++edits === 1) writeFileSync(path, OWN);
      return addMfa(text);
    },
    clock,
  );
  assert.equal(readFileSync(path, 'utf8'), `${OWN}[mfa]\n`);
});

test('a file that another program keeps changing is an error, and awsrole does not write it', async t => {
  const { path } = credentialsFile(t, OWN);
  await assert.rejects(
    editFile(
      path,
      text => {
        appendFileSync(path, '#\n');
        return addMfa(text);
      },
      clock,
    ),
    {
      name: 'AwsroleError',
      message: `another program keeps changing ${path}: nothing was written`,
      hints: ['run the command again'],
    },
  );
  assert.doesNotMatch(readFileSync(path, 'utf8'), /mfa/);
});

test('a file that another tool has just truncated is read again until it is complete, so no key is lost', async t => {
  const { path } = credentialsFile(t, '');
  utimesSync(path, NOW / 1000, NOW / 1000);
  const states = ['[default]\naws_acc', OWN];
  const waiting = movingClock(NOW, () => {
    const state = states.shift();
    if (state !== undefined) writeFileSync(path, state);
    utimesSync(path, NOW / 1000, NOW / 1000);
  });
  await editFile(path, addMfa, waiting);
  assert.equal(readFileSync(path, 'utf8'), `${OWN}[mfa]\n`);
});

test('a file that is empty for seconds, or keeps missing its final newline, is edited as it is', async t => {
  const empty = credentialsFile(t, '');
  utimesSync(empty.path, NOW / 1000 - 5, NOW / 1000 - 5);
  const patient = movingClock(NOW);
  await editFile(empty.path, addMfa, patient);
  assert.equal(patient.slept(), 0);
  assert.equal(readFileSync(empty.path, 'utf8'), '[mfa]\n');
  const open = credentialsFile(t, '[a]\nk = v');
  utimesSync(open.path, NOW / 1000, NOW / 1000);
  await editFile(open.path, text => ({ text: `${text}\n[mfa]\n` }), patient);
  assert.equal(readFileSync(open.path, 'utf8'), '[a]\nk = v\n[mfa]\n');
});

test('when the backup cannot be written, the file stays unchanged', async t => {
  const { path } = credentialsFile(t, OWN);
  // the name of the backup is longer than the 255 bytes of a file name
  const long = `${path}${'x'.repeat(240 - 'credentials'.length)}`;
  writeFileSync(long, OWN);
  await assert.rejects(editFile(long, addWithBackup, clock), { name: 'AwsroleError' });
  assert.equal(readFileSync(long, 'utf8'), OWN);
});
