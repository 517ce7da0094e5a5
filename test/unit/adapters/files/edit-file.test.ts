import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
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
import { editFile } from '../../../../src/adapters/files/edit-file.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { credentialsFile, movingClock, NOW } from '../fixtures/store-samples.ts';

const clock = movingClock(NOW);
const OWN = '[default]\naws_access_key_id = AKIAEXAMPLE000000001\n';
const addMfa = (text: string | undefined): string => `${text ?? ''}[mfa]\n`;

for (const [name, text] of [
  ['CRLF line ends', '[a]\r\nk = v\r\n'],
  ['a byte order mark', '\uFEFF[a]\nk = v\n'],
  ['no final newline', '[a]\nk = v'],
  ['characters beyond ASCII', '[本番]\n# ü\u2028\n'],
] as const) {
  test(`an edit of a file with ${name} keeps all other bytes [P7]`, async t => {
    const { path } = credentialsFile(t, text);
    await editFile(path, before => `${before}\n# added\n`, clock);
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

test('the backup contains the old text with mode 0600, even when an older backup had another mode', async t => {
  const { path } = credentialsFile(t, OWN);
  const backup = `${path}.awsrole-backup`;
  writeFileSync(backup, 'older', { mode: 0o644 });
  chmodSync(path, 0o640);
  assert.deepEqual(await editFile(path, addMfa, clock), { changed: true, backup });
  assert.equal(readFileSync(backup, 'utf8'), OWN);
  assert.equal(statSync(backup).mode & 0o777, 0o600);
  assert.equal(statSync(path).mode & 0o777, 0o640, 'the file keeps its mode');
});

test('an edit without a change writes neither the file nor a backup', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const before = await stampOf(path);
  assert.deepEqual(await editFile(path, () => OWN, clock), { changed: false });
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

test('editing a missing file creates the file and its folder (0700) and no backup', async t => {
  const folder = join(temporaryFolder(t), 'home', '.aws');
  const path = join(folder, 'credentials');
  assert.deepEqual(await editFile(path, addMfa, clock), { changed: true });
  assert.equal(readFileSync(path, 'utf8'), '[mfa]\n');
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('editing through a link changes the target, keeps the link and writes the backup beside the link', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const link = join(temporaryFolder(t), 'credentials');
  symlinkSync(path, link);
  await editFile(link, addMfa, clock);
  assert.equal(readlinkSync(link), path);
  assert.equal(readFileSync(path, 'utf8'), `${OWN}[mfa]\n`);
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(readFileSync(`${link}.awsrole-backup`, 'utf8'), OWN);
});

test('when another tool writes the file during the edit, the edit is repeated and no text is lost [P7]', async t => {
  const { path } = credentialsFile(t, OWN);
  let edits = 0;
  await editFile(
    path,
    text => {
      if (++edits < 4) appendFileSync(path, `# theirs ${edits}\n`);
      return addMfa(text);
    },
    clock,
  );
  assert.equal(readFileSync(path, 'utf8'), `${OWN}# theirs 1\n# theirs 2\n# theirs 3\n[mfa]\n`);
  assert.equal(readFileSync(`${path}.awsrole-backup`, 'utf8'), `${OWN}# theirs 1\n# theirs 2\n# theirs 3\n`);
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
  await editFile(open.path, text => `${text}\n[mfa]\n`, patient);
  assert.equal(readFileSync(open.path, 'utf8'), '[a]\nk = v\n[mfa]\n');
});

test('when the backup cannot be written, the file stays unchanged', async t => {
  const { path } = credentialsFile(t, OWN);
  mkdirSync(`${path}.awsrole-backup`);
  await assert.rejects(editFile(path, addMfa, clock), {
    message: `${path}.awsrole-backup is a folder, not a file`,
  });
  assert.equal(readFileSync(path, 'utf8'), OWN);
});
