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
  ['CRLF ends', '[a]\r\nk = v\r\n'],
  ['a byte order mark', '\uFEFF[a]\nk = v\n'],
  ['no final newline', '[a]\nk = v'],
  ['characters beyond ASCII', '[本番]\n# ü\u2028\n'],
] as const) {
  test(`${name}: what the edit leaves alone stays byte for byte [P7]`, async t => {
    const { path } = credentialsFile(t, text);
    await editFile(path, before => `${before}\n# added\n`, clock);
    assert.deepEqual(readFileSync(path), Buffer.from(`${text}\n# added\n`));
  });
}

test('what is not UTF-8 is refused and stays as it is', async t => {
  const bytes = Buffer.from('[caf\xe9]\n', 'latin1');
  const { folder, path } = credentialsFile(t, bytes);
  await assert.rejects(editFile(path, addMfa, clock), {
    name: 'AwsroleError',
    message: `${path} is not UTF-8 text`,
  });
  assert.deepEqual(readFileSync(path), bytes);
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('the backup holds the text before, for the owner alone, whatever mode an older backup had', async t => {
  const { path } = credentialsFile(t, OWN);
  const backup = `${path}.awsrole-backup`;
  writeFileSync(backup, 'older', { mode: 0o644 });
  chmodSync(path, 0o640);
  assert.deepEqual(await editFile(path, addMfa, clock), { changed: true, backup });
  assert.equal(readFileSync(backup, 'utf8'), OWN);
  assert.equal(statSync(backup).mode & 0o777, 0o600);
  assert.equal(statSync(path).mode & 0o777, 0o640, 'the file’s own mode is kept');
});

test('an edit that changes nothing writes nothing, not even a backup', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const before = await stampOf(path);
  assert.deepEqual(await editFile(path, () => OWN, clock), { changed: false });
  assert.deepEqual(await stampOf(path), before);
  assert.deepEqual(readdirSync(folder), ['credentials']);
});

test('an edit that throws changes nothing, and its error comes through', async t => {
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

test('without a file or its folder both are made for the owner alone, and there is no backup', async t => {
  const folder = join(temporaryFolder(t), 'home', '.aws');
  const path = join(folder, 'credentials');
  assert.deepEqual(await editFile(path, addMfa, clock), { changed: true });
  assert.equal(readFileSync(path, 'utf8'), '[mfa]\n');
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a linked file is edited where it is, and the backup is beside the link', async t => {
  const { folder, path } = credentialsFile(t, OWN);
  const link = join(temporaryFolder(t), 'credentials');
  symlinkSync(path, link);
  await editFile(link, addMfa, clock);
  assert.equal(readlinkSync(link), path);
  assert.equal(readFileSync(path, 'utf8'), `${OWN}[mfa]\n`);
  assert.deepEqual(readdirSync(folder), ['credentials']);
  assert.equal(readFileSync(`${link}.awsrole-backup`, 'utf8'), OWN);
});

test('what another tool writes while we edit is not lost: the edit is made anew [P7]', async t => {
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

test('a file that another tool makes while we edit none is not lost', async t => {
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

test('a file that never rests is an error that a person understands, and stays', async t => {
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
      message: `${path} was changed by another program again and again: nothing was written`,
      hints: ['run the command again'],
    },
  );
  assert.doesNotMatch(readFileSync(path, 'utf8'), /mfa/);
});

test('a file caught while another tool has truncated it is waited for: its keys are not lost', async t => {
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

test('a file that has been empty for a while, or stays without a final newline, is taken as it is', async t => {
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

test('a backup that cannot be written keeps the file from being changed', async t => {
  const { path } = credentialsFile(t, OWN);
  mkdirSync(`${path}.awsrole-backup`);
  await assert.rejects(editFile(path, addMfa, clock), {
    message: `${path}.awsrole-backup is a folder, not a file`,
  });
  assert.equal(readFileSync(path, 'utf8'), OWN);
});
